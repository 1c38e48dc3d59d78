/** What a webhook's answers mean to the admin. */
import type { Failure } from '../../platform/requests';
import { remedyOf } from '../remedies';

// A function because every invocation of the app loads this file and hardly one reads the table.
const webhookRemedies = (): Readonly<Record<number, string>> => ({
  401: "refused the secret (401). Enter the receiver's.",
  403: 'forbids it (403). Check secret, permissions.',
  404: 'is not at that address (404). Check the path.',
  410: 'is gone for good (410). Enter a new address.',
  429: 'is too busy (429). Try again later.',
  502: 'could not be reached. Check host and TLS.',
  504: 'took too long. Make it answer within 9 s.',
});

export function webhookRemedy(failure: Failure): string {
  return remedyOf(failure, webhookRemedies());
}
