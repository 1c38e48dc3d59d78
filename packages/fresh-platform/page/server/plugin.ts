/** What a project adds to the page for its own app: views, and what they ask the server. */
import type { FastifyInstance } from 'fastify';
import type { InvocationResult, OutgoingRequest, ReceiverAnswer } from '../../types';
import type { FirstSettings } from './account';
import type { Session } from './session';

export interface Plugin {
  /** Letters, digits and hyphens: the view's address, and that of its script. */
  name: string;
  /** The tab's. */
  title: string;
  /** Absolute path of a TypeScript or JavaScript module for browsers, whose `createView()` gives a `View` of page/client/view.ts. */
  script: string;
  /** Absolute path of a stylesheet, which the page loads with it. */
  style?: string;
  /** Hears of every invocation as it ends, with what its handler was called with. */
  heard?: (result: InvocationResult, payload: Record<string, unknown>) => void;
  /** What the app is installed with at first, in place of recorded or invented settings. */
  settings?: FirstSettings;
  /** Answers the app's requests as its real receivers would, where nobody says otherwise; null for one that it does not know. */
  receiver?: (request: OutgoingRequest, iparams: Record<string, unknown>) => ReceiverAnswer | null;
  /** Routes of its own, by convention below `/api/<name>/`. They stand behind the page's guards. */
  routes?: (app: FastifyInstance, session: Session) => void;
}
