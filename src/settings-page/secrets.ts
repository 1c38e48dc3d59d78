/** Secrets on the page: made here, kept unless replaced, asked for again where the platform does not give them back. */

/** What is known of one secret. */
export interface Secret {
  /** As it was saved; null where nothing was, or where the platform does not give it back. */
  stored: string | null;
  /** It was saved, and does not come back. */
  isLost: boolean;
  /** Made or pasted now; blank where the stored one stays. */
  entered: string;
  /** A webhook's old secret, which stays good beside the one entered now. */
  beside: string | null;
}

export function noSecret(): Secret {
  return { stored: null, isLost: false, entered: '', beside: null };
}

/** Of what `getConfigs` gives: a text of asterisks or bullets is the platform's mask, and no secret. */
export function savedSecret(value: unknown): Secret {
  const text = typeof value === 'string' ? value.trim() : '';
  const isKnown = text !== '' && !isMask(text);
  return { ...noSecret(), stored: isKnown ? text : null, isLost: !isKnown };
}

export function isMask(text: string): boolean {
  return /^[*•●]+$/.test(text.trim());
}

/** What is saved: what is entered, with the old one beside it; else what was stored; blank for none. A mask is never saved. */
export function valueOfSecret({ stored, entered, beside }: Secret): string {
  const typed = entered.trim();
  if (typed === '' || isMask(typed)) return stored ?? '';
  return beside === null ? typed : `${typed} ${beside}`;
}

const MADE_BYTES = 32;

/** A signing secret of Standard Webhooks: `whsec_` and the Base64 of 32 random bytes. */
export function makeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(MADE_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** A new secret in place of the one there is, which stays good until `endRotation`. One that nobody knows yet is simply replaced. */
export function rotate(secret: Secret): Secret {
  const old = newest(secret.stored);
  return { ...secret, entered: makeSecret(), beside: old };
}

/** The old secret is good no longer. */
export function endRotation(secret: Secret): Secret {
  return { ...secret, stored: newest(secret.stored), beside: null };
}

/** Whether two secrets are good at the moment, or will be once saved. */
export function isRotating({ stored, entered, beside }: Secret): boolean {
  return entered === '' ? /\s/.test(stored ?? '') : beside !== null;
}

function newest(stored: string | null): string | null {
  return stored === null ? null : (stored.split(/\s+/)[0] ?? null);
}
