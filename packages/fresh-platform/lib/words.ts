/** Text from outside on one line, without control characters. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** "a, b and c". */
export function inARow(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(` ${last} `);
}
