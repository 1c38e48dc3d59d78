/** What an admin reads where a destination does not take a message: the end of a sentence that starts with its name. */
import { TLS_FAULT, type Failure } from '../platform/requests';

/** A table by HTTP status, and words by class for the others; where nobody is reached the platform names 502, or nothing. */
export function remedyOf({ status, reason, platform }: Failure, known: Readonly<Record<number, string>>): string {
  if (reason === TLS_FAULT) return 'has no valid TLS certificate. Mend it.';
  if (platform === true) return 'answers a type nobody reads. Answer in JSON.';
  return known[status === 0 ? 502 : status] ?? remedyByClass(status);
}

function remedyByClass(status: number): string {
  if (status >= 500) return `answered ${status}. Mend the receiver first.`;
  return status >= 400 ? `answered ${status}. Check the receiver.` : `redirects (${status}). Enter the final address.`;
}
