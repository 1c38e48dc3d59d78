/** What the page and its server tell each other: plain JSON, times in epoch ms. Types only, so that both sides may read it. */
import type { Mode } from '../../receivers/modes';
import type { InvocationResult, LogLine, OutgoingRequest, ReceiverAnswer } from '../../types';

/** What can be simulated: a handler of an event, a function that pages call, or a job. */
export interface Simulation {
  kind: 'set-up' | 'event' | 'external' | 'function' | 'job';
  /** `common`, or a product module. */
  module: string;
  name: string;
  payload: Record<string, unknown>;
  /** The payload is not from server/test_data: what the product really sends has other values. */
  isInvented: boolean;
}

/** A request, with what came back; neither an answer nor a fault while it is under way. */
export interface RequestView {
  id: number;
  invocation: number;
  request: OutgoingRequest;
  answer: ReceiverAnswer | null;
  /** Why nothing came back; empty otherwise. */
  fault: string;
}

/** What an invocation came to; `messages` are what a job said of its progress. */
export interface InvocationView extends Omit<InvocationResult, 'operations'> {
  messages: string[];
  /** Of each kind of operation, how many. */
  operations: Record<string, number>;
}

/** How a template's requests are answered: `rules` is as the command line said. */
export type Answering = Mode | 'rules';

export interface PageState {
  revision: number;
  now: number;
  /** The clock runs along with real time. */
  isRunning: boolean;
  app: { dir: string; modules: string[]; settings: 'form' | 'page' | 'none'; warnings: string[] };
  /** Why the app on the disk cannot be run; empty when it can. */
  fault: string;
  isInstalled: boolean;
  /** Where a POST is handed to onExternalEvent; empty where the app has none. */
  hook: string;
  quotas: { name: string; used: number; most: number }[];
  store: { key: string; value: Record<string, unknown>; bytes: number; most: number; expiresAt: number | null }[];
  schedules: { name: string; at: number; everyMs: number | null; data: Record<string, unknown> }[];
  receivers: { template: string; host: string; answering: Answering }[];
  /** Newest first, and how many older ones were let go. */
  requests: RequestView[];
  invocations: InvocationView[];
  logs: (LogLine & { event: string })[];
  forgotten: { requests: number; invocations: number; logs: number };
  views: { name: string; title: string }[];
}

/** What was simulated, and what came of it: an invocation, or the platform's reason for not beginning one. */
export interface Simulated {
  invocation: InvocationView | null;
  /** A sentence; empty when all went well. */
  problem: string;
}

export interface SettingsView {
  isInstalled: boolean;
  configs: Record<string, unknown>;
  currentHost: Record<string, unknown>;
}

/** What is wrong, in a sentence; for JSON with the place, both counted from 1. */
export interface Complaint {
  error: string;
  line?: number;
  column?: number;
}
