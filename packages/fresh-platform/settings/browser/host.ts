/// <reference lib="dom" />
/** The page around a settings page: it calls `validate`, `postConfigs` and `getConfigs` in the frame, and answers what the frame asks. */
import type { Message, PageFunction, Service } from '../protocol';

/** What the platform does for a page; a rejection reaches the page as it is. */
export type Services = Record<Service, (...args: unknown[]) => Promise<unknown>>;

export interface HostedPage {
  /** Fills the page with what is stored; the platform does so when settings are edited. */
  getConfigs: (configs: object) => Promise<void>;
  /** What the page says is saved: all of its values, or null where `validate()` says no. Rejects with a sentence where the page's code fails. */
  values: () => Promise<Record<string, unknown> | null>;
  /** Stops listening. */
  leave: () => void;
}

/** `frame` shows the page that `settingsPage` serves, and has loaded it. */
export function hostSettingsPage(frame: HTMLIFrameElement, services: Services): HostedPage {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>();
  let lastId = 0;
  const post = (message: Message): void => {
    frame.contentWindow?.postMessage(JSON.stringify(message), location.origin);
  };
  const call = (name: PageFunction, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      post({ fresh: 'call', id: lastId, name, args });
    });
  const answer = async ({ id, name, args }: Message & { fresh: 'ask' }): Promise<void> => {
    try {
      post({ fresh: 'answer', id, resolved: await services[name](...args) });
    } catch (error) {
      post({
        fresh: 'answer',
        id,
        rejected:
          error instanceof Error
            ? { status: 500, ...Object.fromEntries(Object.entries(error)), message: error.message }
            : error,
      });
    }
  };
  const settle = (message: Message & { fresh: 'answer' }): void => {
    const promise = waiting.get(message.id);
    waiting.delete(message.id);
    if ('rejected' in message) promise?.reject(new Error(String(message.rejected)));
    else promise?.resolve(message.resolved);
  };
  const hear = ({ data, origin, source }: MessageEvent): void => {
    if (origin !== location.origin || source !== frame.contentWindow || typeof data !== 'string') return;
    const message = JSON.parse(data) as Message;
    if (message.fresh === 'ask') void answer(message);
    if (message.fresh === 'answer') settle(message);
  };
  addEventListener('message', hear);
  return {
    getConfigs: async (configs) => {
      await call('getConfigs', configs);
    },
    values: async () => {
      if ((await call('validate')) !== true) return null;
      const posted = await call('postConfigs');
      if (typeof posted !== 'object' || posted === null) throw new Error('postConfigs() gave no object.');
      return posted as Record<string, unknown>;
    },
    leave: () => {
      removeEventListener('message', hear);
    },
  };
}
