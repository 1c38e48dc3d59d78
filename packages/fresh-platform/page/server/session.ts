/** What the page's API can do with the account. What changes it happens one after the other; refusals are UserErrors. */
import type { Step } from '../../simulation/plan';
import type { CallResult, ExternalEvent } from '../../types';
import type { Answering, LogView, Page, PageState, RequestView, SettingsView, Simulated, WholeInvocation } from './api';
import type { Wanted } from './account/finding';
import type { Account } from './account/holdings';

export interface Session {
  readonly account: Account;
  /** Why what was saved could not be used; empty otherwise. */
  readonly notice: string;
  state: () => Omit<PageState, 'revision'>;
  /** Everything of the app that can be simulated. */
  steps: () => Step[];
  requests: (wanted: Wanted) => Page<RequestView>;
  invocations: (wanted: Wanted) => Page<WholeInvocation>;
  logs: (wanted: Wanted) => Page<LogView>;
  /** What the store holds under a key. */
  entry: (key: string) => { key: string; value: Record<string, unknown> };
  /** Does something with the account when everything before it is through, on the app as it is on the disk, and saves. */
  act: <T>(work: () => Promise<T>) => Promise<T>;
  /** `text` is the payload as JSON text. */
  simulate: (named: Pick<Step, 'kind' | 'module' | 'name'>, text: string) => Promise<Simulated>;
  /** What an outside service has sent to the hook. */
  receive: (data: unknown, more: ExternalEvent) => Promise<Simulated>;
  advance: (ms: number) => Promise<void>;
  /** The clock runs along with real time, or stands still. */
  setRunning: (isRunning: boolean) => void;
  /** `receiver` is one of the state's, or `all`. */
  switchTo: (receiver: string, answering: Answering) => void;
  /** `secureMode`: what of secure settings comes back to the page. */
  settings: (secureMode: string) => SettingsView;
  /** `posted` is what the settings page's `postConfigs` gave. */
  install: (posted: unknown) => Promise<Simulated>;
  /** The same without asking the app, whose onAppInstall does not say yes. */
  installAnyway: (posted: unknown) => Promise<void>;
  saveSettings: (posted: unknown) => Promise<void>;
  uninstall: () => Promise<Simulated>;
  /** Calls a function of the app, as its settings page may; before installing too. */
  call: (name: string, data: unknown) => Promise<CallResult>;
  /** Makes a request as the settings page may. */
  invokeTemplate: (name: string, options: unknown) => Promise<{ resolved: unknown } | { rejected: object }>;
  /** Every request and answer so far, as an HTTP Archive. */
  archive: () => object;
  /** Waits for what is under way, and saves. */
  end: () => Promise<void>;
}
