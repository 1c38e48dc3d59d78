import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** How far a signed time may be from the receiver's clock, by Standard Webhooks 1.0; seconds. */
const TOLERANCE = 5 * 60;

/** A signing secret nobody has seen: `whsec_` and 32 random bytes in Base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Whether a text can be a signing secret: `whsec_` and the Base64 of 24 to 64 bytes. */
export function isSecret(text: string): boolean {
  const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (bytes === undefined) return false;
  const { length } = Buffer.from(bytes, 'base64');
  return length >= 24 && length <= 64;
}

/** A message as a receiver has it; the names of the headers in lower case. */
export interface SignedMessage {
  headers: Record<string, string>;
  body: string;
}

interface Claim {
  id: string;
  /** Seconds, as the header has them. */
  timestamp: string;
  signatures: string[];
  body: string;
}

/** The rules of Standard Webhooks 1.0 for a receiver, in the order they are checked, and what it means when one does not hold. */
const RULES: [rule: (claim: Claim, secret: string, now: number) => boolean, problem: string][] = [
  [({ id, timestamp }) => id !== '' && timestamp !== '', 'The webhook-id or webhook-timestamp header is missing.'],
  [({ timestamp }) => /^\d+$/.test(timestamp), 'The webhook-timestamp header is not a number of seconds.'],
  [
    ({ timestamp }, ...[, now]) => Math.abs(Number(timestamp) - now / 1_000) <= TOLERANCE,
    'The webhook-timestamp header is more than five minutes off.',
  ],
  [({ signatures }) => signatures.length > 0, 'The webhook-signature header is missing.'],
  [
    (claim, secret) => claim.signatures.includes(signature(claim, secret)),
    'No signature in the webhook-signature header fits the secret.',
  ],
];

/**
 * What is wrong with a message's signature, as a sentence; null when it is right. `now` is the receiver's time, epoch ms: the package's
 * own `verify` compares with the real clock, which virtual time need not be.
 */
export function signatureProblem({ headers, body }: SignedMessage, secret: string, now: number): string | null {
  const claim: Claim = {
    id: headers['webhook-id'] ?? '',
    timestamp: headers['webhook-timestamp'] ?? '',
    signatures: (headers['webhook-signature'] ?? '').split(' ').filter((part) => part !== ''),
    body,
  };
  return RULES.find(([rule]) => !rule(claim, secret, now))?.[1] ?? null;
}

function signature({ id, timestamp, body }: Claim, secret: string): string {
  return new Webhook(secret).sign(id, new Date(Number(timestamp) * 1_000), body);
}
