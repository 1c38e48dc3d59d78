/** What Slack's answers mean: it says no with a 200 and a word of its own. Source: the error lists of Slack's Web API methods. */
import { objectOf, own, textOf } from '../../lib/json';
import type { Failure, Outcome } from '../../platform/requests';

/**
 * Slack answers 200 with `ok: false` and an error code where it did not take a message. The code is one of Slack's own
 * short words; anything else is not repeated.
 */
export function slackOutcome(outcome: Outcome): Outcome {
  if (!outcome.ok) return outcome;
  const answer = parsedAnswer(outcome.response);
  if (answer['ok'] === true) return outcome;
  const code = textOf(answer['error']);
  const reason =
    code !== null && /^[a-z_]{1,60}$/.test(code) ? `Slack answered ${code}` : 'Slack answered something else than ok';
  return { ok: false, status: outcome.status, ms: outcome.ms, reason, notBefore: null };
}

export function parsedAnswer(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

// A function because every invocation of the app loads this file and hardly one reads the table.
const slackRemedies = (): Readonly<Record<string, string>> => ({
  invalid_auth: 'has a token that is not valid. Paste it again.',
  not_authed: 'has a token that is not valid. Paste it again.',
  token_revoked: 'has a revoked token. Create a new one.',
  token_expired: 'has an expired token. Create a new one.',
  account_inactive: 'has an inactive token. Create a new one.',
  missing_scope: 'has a token without chat:write. Add it.',
  channel_not_found: 'has a channel Slack cannot find. Check its id.',
  not_in_channel: 'is a channel without the bot. Invite it.',
  is_archived: 'has an archived channel. Choose another.',
});

/** Any status but 200 is a fault of the way to Slack. */
export function slackRemedy({ status, reason }: Failure): string {
  if (status === 504) return 'got no answer from Slack. Try again later.';
  if (status === 502 || status === 0) return 'could not reach Slack. Try again later.';
  return status === 200 ? slackWords(reason) : `got ${status} from Slack. Try again later.`;
}

function slackWords(reason: string): string {
  const code = /^Slack answered ([a-z_]+)$/.exec(reason)?.[1] ?? '';
  return textOf(own(slackRemedies(), code)) ?? 'was refused by Slack. Check token and channel.';
}
