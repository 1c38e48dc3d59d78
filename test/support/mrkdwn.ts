/**
 * What Slack reads in a mrkdwn text, by its own reference ("Formatting text for app surfaces") and more strictly than it does:
 * whatever any reader could take for more than text is a part of its own.
 */
export interface MrkdwnPart {
  kind: 'text' | 'angle' | 'emphasis' | 'emoji' | 'mention' | 'address';
  text: string;
}

const SPECIAL: readonly (readonly [MrkdwnPart['kind'], RegExp])[] = [
  ['angle', /<[^>]*>?|>/],
  ['emphasis', /(?<![\p{L}\p{N}])([*_~])(?=[^\s\u200b])[^\n]*?[^\s\u200b]\1(?![\p{L}\p{N}])/u],
  ['emphasis', /`(?=[^\u200b])[^`]*[^\u200b`]`/],
  ['emoji', /:[\p{L}\p{M}\p{N}_+'-]+:/u],
  ['mention', /(?<![\p{L}\p{N}\p{M}._%+-])@[\p{L}\p{N}]/u],
  ['address', /:\/\//],
];

/** The parts in no particular order; nothing but one `text` where all of it is plain. */
export function mrkdwnParts(text: string): MrkdwnPart[] {
  const special = SPECIAL.flatMap(([kind, pattern]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [{ kind, text: found[0] }];
  });
  const plain = text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  return [...special, { kind: 'text', text: plain }];
}
