/** What a settings page in its frame and the page around it post to each other. Types and names only: both sides read them. */

/** The global functions of config/iparams.html that the platform calls. */
export const PAGE_FUNCTIONS = ['getConfigs', 'validate', 'postConfigs'] as const;
export type PageFunction = (typeof PAGE_FUNCTIONS)[number];

/** What a page can ask of the platform; there is nothing else on a settings page. */
export type Service = 'currentHost' | 'invoke' | 'invokeTemplate';

export type Message =
  | { fresh: 'call'; id: number; name: PageFunction; args: unknown[] }
  | { fresh: 'ask'; id: number; name: Service; args: unknown[] }
  /** Answers either. */
  | { fresh: 'answer'; id: number; resolved?: unknown; rejected?: unknown };
