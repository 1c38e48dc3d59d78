/** How a webhook's receiver, Slack and Microsoft Teams answer when all is well with them. Nothing leaves this machine: they are functions. */
import type { OutgoingRequest, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { slackRefusal, teamsRefusal } from './channel-rules';
import { destinationOf, type Destination } from './destinations';
import { isSecret, signatureProblem } from './signature';

/** What the stand-ins check by. */
export interface Expectations {
  /** The webhook's signing secrets, and Slack's tokens. */
  secrets: readonly string[];
  /** The receivers' clock, epoch ms. */
  now: number;
}

/** The answer of a stand-in that is well; what it does not accept, it refuses as its original does. */
export function standInAnswer(request: OutgoingRequest, expectations: Expectations): ReceiverAnswer {
  return ANSWERS[destinationOf(request)](request, expectations);
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

const ANSWERS: Record<Destination, (request: OutgoingRequest, expectations: Expectations) => ReceiverAnswer> = {
  webhook: (request, expectations) =>
    problemWithSignature(request, expectations) === null
      ? { status: 204 }
      : { status: 401, body: '{"error":"signature"}' },
  // Slack says no with HTTP 200.
  slack: (request, expectations) => ({ status: 200, body: JSON.stringify(slackAnswer(request, expectations)) }),
  teams: ({ body }) => {
    const refusal = teamsRefusal(body);
    return refusal === null ? { status: 202 } : { status: 400, body: refusal };
  },
};

/** The channels there are. */
const CHANNELS = [
  { id: 'C0SUPPORT', name: 'support' },
  { id: 'C0NIGHT', name: 'night-shift' },
  { id: 'C0LEADS', name: 'leads' },
  { id: 'C0SIMULATOR', name: 'simulator' },
];

function slackAnswer(request: OutgoingRequest, { secrets, now }: Expectations): object {
  const token = /^Bearer (xoxb-\S+)$/.exec(request.headers['Authorization'] ?? '')?.[1];
  if (token === undefined || !secrets.includes(token)) return { ok: false, error: 'invalid_auth' };
  if (request.template === 'listSlackChannels') return { ok: true, channels: CHANNELS };
  return request.template === 'testSlackToken' ? { ok: true } : postedTo(request.body, now);
}

/** A message's `ts` names it, by which a thread or a card finds it again. */
function postedTo(body: string, now: number): object {
  const refusal = slackRefusal(
    body,
    CHANNELS.map(({ id }) => id),
  );
  return refusal === null
    ? { ok: true, channel: /"channel":"(\w+)"/.exec(body)?.[1], ts: (now / 1_000).toFixed(6) }
    : { ok: false, error: refusal };
}
