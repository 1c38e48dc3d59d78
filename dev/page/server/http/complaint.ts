/** What the person at the page can mend: a sentence, and for JSON the place. */
export class Complaint extends Error {
  override name = 'Complaint';

  constructor(
    message: string,
    readonly place?: { line: number; column: number },
  ) {
    super(message);
  }
}
