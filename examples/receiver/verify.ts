/** Whether a delivery comes from the app: Standard Webhooks 1.0, by its own package. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** Returns what is wrong with a delivery as a sentence; null when its signature is right. */
export type Verifier = (body: string, headers: Readonly<Record<string, unknown>>) => string | null;

const NAMES = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const MISSING = 'A webhook-id, webhook-timestamp or webhook-signature header is missing.';
const UNFIT = 'The signature fits none of the secrets.';

/** The package's reasons in words for whoever reads the sender's log. */
const REASONS: Readonly<Record<string, string>> = {
  'Missing required headers': MISSING,
  'Invalid Signature Headers': 'The webhook-timestamp header is not a number of seconds.',
  'Message timestamp too old': 'The delivery was signed more than five minutes ago.',
  'Message timestamp too new': 'The delivery was signed more than five minutes ahead of this clock.',
};

/**
 * `secrets` is one secret, or several with spaces between them while one replaces the other. `body` must be what arrived,
 * to the byte: parsed and written again, it is another text. Throws a sentence when there is no secret or a malformed one.
 */
export function createVerifier(secrets: string): Verifier {
  const webhooks = secrets
    .split(/\s+/)
    .filter((secret) => secret !== '')
    .map(webhookOf);
  if (webhooks.length === 0) throw new Error('There is no secret: give the one the app signs with, whsec_….');
  return (body, headers) => {
    const signed = Object.fromEntries(NAMES.map((name) => [name, textOf(headers[name])]));
    const problems = webhooks.map((webhook) => problemOf(webhook, body, signed));
    return problems.includes(null) ? null : (problems[0] ?? UNFIT);
  };
}

function webhookOf(secret: string): Webhook {
  if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
    throw new Error('A secret must be whsec_ followed by the Base64 of 24 bytes or more.');
  return new Webhook(secret);
}

function textOf(header: unknown): string {
  return typeof header === 'string' ? header : '';
}

function problemOf(webhook: Webhook, body: string, headers: Record<string, string>): string | null {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return null;
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return REASONS[error.message] ?? UNFIT;
  }
}
