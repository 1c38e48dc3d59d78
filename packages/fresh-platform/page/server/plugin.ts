/** What a project adds to the page for its own app: views, and what they ask the server. */
import type { FastifyInstance } from 'fastify';
import type { Step } from '../../simulation/plan';
import type { ReceiverAnswer, OutgoingRequest } from '../../types';
import type { Account, FirstSettings, Listener } from './account/holdings';
import type { Badge, Remark } from './api';
import type { Session } from './session';

export interface Plugin extends Listener {
  /** Letters, digits and hyphens: the address of its script, and its name in the state. */
  name: string;
  /** Paths of the addresses of its views. One that the page has too is the plugin's. */
  paths: readonly string[];
  /** Absolute path of a TypeScript or JavaScript module for browsers, whose `createViews()` gives a list of `View` of page/client/view.ts. */
  script: string;
  /** Absolute paths of stylesheets, which the page loads with it. */
  styles?: readonly string[];
  /** What the page is called in place of its own name; `icon` is the absolute path of an SVG. */
  brand?: { title: string; tagline: string; icon: string };
  /** What the app is installed with at first, in place of recorded or invented settings. */
  settings?: FirstSettings;
  /** The payload that is offered for a step, in place of the recorded or invented one; null for one that it leaves as it is. */
  payload?: (step: Step, account: Account) => Step['payload'] | null;
  /** The receiver that a template's requests go to, where several templates have one; null for a template that it does not know. */
  receiverOf?: (template: string) => { name: string; title: string } | null;
  /** Answers the app's requests as its real receivers would, where nobody says otherwise; null for one that it does not know. */
  receiver?: (request: OutgoingRequest, account: Account) => ReceiverAnswer | null | Promise<ReceiverAnswer | null>;
  /** What its views need at every change, as `plugins[name]` of the page's state. */
  state?: (account: Account) => unknown;
  /** For the page's head. */
  badges?: (account: Account) => Badge[];
  /** What it says of an invocation where the page shows it. */
  remarks?: (invocation: number, account: Account) => Remark[];
  /** Before anything happens: the account, and what `saved` gave in an earlier run; undefined where there was none. */
  begin?: (account: Account, saved: unknown) => void;
  /** What is to outlive the process, as plain JSON. */
  saved?: () => unknown;
  /** Routes of its own. They stand behind the page's guards. */
  routes?: (app: FastifyInstance, session: Session) => void;
}
