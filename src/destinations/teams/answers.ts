/** What the answers of a Teams workflow mean to the admin. */
import type { Failure } from '../../platform/requests';
import { remedyOf } from '../remedies';

// A function because every invocation of the app loads this file and hardly one reads the table.
const teamsRemedies = (): Readonly<Record<number, string>> => ({
  401: 'refused the address (401). Copy it again.',
  403: 'forbids it (403). Let anyone trigger it.',
  404: 'is not at that address (404). Copy it again.',
  410: 'is gone for good (410). Enter a new address.',
  429: 'is too busy (429). Try again later.',
  502: 'could not be reached. Copy the address again.',
  504: 'took too long. Try again later.',
});

export function teamsRemedy(failure: Failure): string {
  return remedyOf(failure, teamsRemedies());
}
