/** The message of whatever was thrown; an error may be of another realm, where `instanceof` does not hold. */
export function messageOf(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return isError ? String(error.message) : String(error);
}
