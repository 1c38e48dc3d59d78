import { UserError } from '../../lib/json-file';

/** What the person at the page can mend: a sentence, and for JSON the place. */
export class Complaint extends UserError {
  override name = 'Complaint';

  constructor(
    message: string,
    /** Both counted from 1. */
    readonly place?: { line: number; column: number },
  ) {
    super(message);
  }
}
