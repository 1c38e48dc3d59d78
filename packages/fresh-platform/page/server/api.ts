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

export type Tone = 'green' | 'yellow' | 'red' | 'blue' | 'grey';

/** A short word in a coloured box. */
export interface Badge {
  text: string;
  tone: Tone;
}

/** What a plugin says of an invocation: of what, in a word, and in words. */
export interface Remark {
  label: string;
  badge?: Badge;
  text: string;
}

/** What an invocation came to; `messages` are what a job said of its progress. */
export interface InvocationView extends Omit<InvocationResult, 'operations'> {
  messages: string[];
  /** Of each kind of operation, how many. */
  operations: Record<string, number>;
}

/** The same with the requests that it made, oldest first, and what plugins say of it. */
export interface WholeInvocation extends InvocationView {
  requests: RequestView[];
  remarks: Remark[];
}

/** A line of the app's log, with the event during which it was written; that is empty while the invocation is under way. */
export interface LogView extends LogLine {
  id: number;
  event: string;
}

/** How a receiver answers: `rules` is as the command line, or a plugin, has it. */
export type Answering = Mode | 'rules';

/** Who is on the other side of one template, or of several that belong together. */
export interface ReceiverView {
  name: string;
  title: string;
  /** What more there is to say of it, such as its host. */
  hint: string;
  answering: Answering;
}

/** A page of a list, the newest first. */
export interface Page<T> {
  items: T[];
  /** How many fit what was asked for, and how many there are at all. */
  total: number;
  all: number;
  /** Counted from 1. */
  page: number;
  pages: number;
}

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
  /** What the page's head says of the account. */
  badges: Badge[];
  quotas: { name: string; used: number; most: number }[];
  store: { key: string; bytes: number; most: number; expiresAt: number | null }[];
  schedules: { name: string; at: number; everyMs: number | null; data: Record<string, unknown> }[];
  receivers: ReceiverView[];
  /** How many older ones were let go. */
  forgotten: { requests: number; invocations: number; logs: number };
  /** What each plugin has for its own views, by its name. */
  plugins: Record<string, unknown>;
}

/** What was simulated, and what came of it: an invocation, or the platform's reason for not beginning one. */
export interface Simulated {
  invocation: InvocationView | null;
  /** A sentence; empty when all went well. */
  problem: string;
  /** What plugins say of it. */
  remarks: Remark[];
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
