/** Whether a secret can be one: each answer is the end of a sentence that starts with a destination's name, or null. */

const SECRET_BYTES = { least: 24, most: 64 };

/** Standard Webhooks 1.0: `whsec_` and the Base64 of 24 to 64 bytes; two, separated by a space, while one replaces the other. */
export function signingSecretProblem(secrets: readonly string[]): string | null {
  if (secrets.length > 2) return 'takes two secrets at most.';
  return secrets.map(oneSecretProblem).find((problem) => problem !== null) ?? null;
}

function oneSecretProblem(secret: string): string | null {
  if (!secret.startsWith('whsec_')) return 'needs a secret that starts with whsec_.';
  const base64 = secret.slice('whsec_'.length);
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    return 'needs a secret in Base64 after whsec_.';
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  if (bytes < SECRET_BYTES.least) return 'needs a longer secret: 24 to 64 bytes.';
  return bytes > SECRET_BYTES.most ? 'needs a shorter secret: 24 to 64 bytes.' : null;
}

/**
 * The token stands in a header of a request template, where a quote or a line break would break the request. A webhook's
 * secret, of a destination whose id is `slack`, is nobody's token.
 */
export function isSlackToken(token: string): boolean {
  return /^(?!whsec_)[\w.-]{1,500}$/.test(token);
}
