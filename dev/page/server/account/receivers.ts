/** Stand-ins for a webhook, Slack and Microsoft Teams, each in a mood of its own. Nothing leaves this machine: they are functions. */
import { isSecret, signatureProblem } from '../../../stories/signature';
import type { OutgoingRequest, ReceiverAnswer } from '../../../../packages/fresh-platform/types';
import { DESTINATIONS, type DestinationName, type Mode } from '../api';

/** What Teams, Slack and the webhook are to check by; `now` is their clock, epoch ms. */
export interface Expectations {
  /** Secrets the webhook knows. */
  secrets: readonly string[];
  now: number;
}

/** Seconds a rate-limited receiver asks to wait. */
const RETRY_AFTER = 600;
/** Under the platform's limit of 15 s for a request, and over what a person would wait. */
const SLOW_MS = 14_000;

type Answer = (healthy: ReceiverAnswer, count: number) => ReceiverAnswer;

/** What each mode makes of the answer a healthy receiver would give; `count` is the number of the request since the mode was set. */
const ANSWERS: Record<Mode, Answer> = {
  up: (healthy) => healthy,
  down: () => ({ status: 503, body: 'Service Unavailable' }),
  refusing: () => {
    throw new Error('the connection was refused.');
  },
  slow: (healthy) => ({ ...healthy, latency: SLOW_MS }),
  flaky: (healthy, count) => (count % 2 === 1 ? { status: 500, body: 'Internal Server Error' } : healthy),
  'rate-limited': () => ({ status: 429, headers: { 'retry-after': String(RETRY_AFTER) }, body: 'Too Many Requests' }),
  gone: () => ({ status: 410, body: 'Gone' }),
};

export interface Receivers {
  readonly modes: Readonly<Record<DestinationName, Mode>>;
  /** A flaky receiver fails the next request, takes the one after it, and so on. */
  set: (destination: DestinationName, mode: Mode) => void;
  /** Throws where a connection would fail. */
  answer: (request: OutgoingRequest, expectations: Expectations) => ReceiverAnswer;
}

export function createReceivers(modes: Partial<Record<DestinationName, Mode>> = {}): Receivers {
  const current: Record<DestinationName, Mode> = { webhook: 'up', slack: 'up', teams: 'up', ...modes };
  const counts: Record<DestinationName, number> = { webhook: 0, slack: 0, teams: 0 };
  return {
    modes: current,
    set: (destination, mode) => {
      current[destination] = mode;
      counts[destination] = 0;
    },
    answer: (request, expectations) => {
      const destination = destinationOf(request);
      counts[destination] += 1;
      return ANSWERS[current[destination]](HEALTHY[destination](request, expectations), counts[destination]);
    },
  };
}

/** The template says whom the app calls: the hosts are whatever the admin entered. */
export function destinationOf({ template }: OutgoingRequest): DestinationName {
  return DESTINATIONS.find((name) => template.toLowerCase().includes(name)) ?? 'webhook';
}

/** Null when the signature is right by any of the secrets, otherwise what is wrong with it. */
export function problemWithSignature(request: OutgoingRequest, { secrets, now }: Expectations): string | null {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const problems = secrets
    .filter(isSecret)
    .map((secret) => signatureProblem({ headers, body: request.body }, secret, now));
  return problems.includes(null) ? null : (problems[0] ?? 'No secret is known to check the signature with.');
}

/** Slack says no with HTTP 200, as it does. */
const HEALTHY: Record<DestinationName, (request: OutgoingRequest, expectations: Expectations) => ReceiverAnswer> = {
  webhook: (request, expectations) =>
    problemWithSignature(request, expectations) === null
      ? { status: 204 }
      : { status: 401, body: '{"error":"signature"}' },
  slack: (request) => ({ status: 200, body: JSON.stringify(slackAnswer(request)) }),
  teams: () => ({ status: 202 }),
};

/** What a token of the stand-in can list. */
const CHANNELS = [
  { id: 'C0SUPPORT', name: 'support' },
  { id: 'C0NIGHT', name: 'night-shift' },
];

function slackAnswer({ template, headers, body }: OutgoingRequest): object {
  const token = headers['Authorization'] ?? '';
  if (!/^Bearer xoxb-\S+$/.test(token)) return { ok: false, error: 'invalid_auth' };
  if (template === 'listSlackChannels') return { ok: true, channels: CHANNELS };
  const hasChannel = template === 'testSlackToken' || /"channel":"[CG][A-Z0-9]+"/.test(body);
  return hasChannel ? { ok: true } : { ok: false, error: 'channel_not_found' };
}
