/** Text from outside: as it was written, and never more than text, in each place. */
import fc from 'fast-check';
import { anyText } from '../support/texts';
import { PLAIN, readable, SLACK, TEAMS } from '../../src/messages/escaping';
import { cut } from '../../src/lib/text';
import { mrkdwnParts } from '../support/mrkdwn';

const PLACES = { PLAIN, SLACK, TEAMS };
const places = Object.entries(PLACES);
const LANGUAGES = [
  'ශ්‍රී ලංකා', // Sinhala needs its joiner
  'می‌خواهم', // Persian needs its non-joiner
  'क्‍ष', // Hindi
  '👩‍👩‍👧',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '👍🏽',
  'EMEA_Support',
  'billing_eu_2',
  'Zoë O’Neil',
  'support@example.com',
  'A.B. & Co',
  '$1 $& $$',
  'Mo–Fr 9:00–17:30',
];
/** U+2068 and U+2069, which keep a right-to-left name from moving the words around it. */
const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/g, '');
const unescaped = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

describe.each(places)('a name in the place %s', (...[, place]) => {
  it.each(LANGUAGES)('stays as it was written: %s', (name) => {
    expect(unescaped(withoutIsolates(place.outside(name)))).toBe(name);
  });

  it('from right to left is isolated, and no other', () => {
    expect(place.outside('علی')).toBe('\u2068علی\u2069');
    expect(place.outside('נועה (VIP)')).toBe('\u2068נועה (VIP)\u2069');
    expect(place.outside('Ana')).toBe('Ana');
  });

  it('cannot turn the sentence around, hide anything or break the line', () => {
    expect(place.outside('a\u202eb\u2066c\u2069\u200fd')).toBe('abcd');
    expect(place.outside('a\nb\u2028c\td')).toBe('a b c d');
    expect(place.outside(`Ana${'\u{e0041}'.repeat(9)}\u200b\ufeff`)).toBe('Ana');
  });

  it.each(['', ' ', '\u200b\u200d', '\u3164', '\u2800', '\u{e0041}'])(
    'that shows nothing is told as dots (%j)',
    (name) => {
      expect(place.outside(name)).toBe('…');
    },
  );

  it('is short, on one line, and never ends in half a character, whatever it is', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 300 }), (name) => {
        const text = unescaped(withoutIsolates(place.outside(name))).replace(/\u200b/g, '');
        expect(text.length).toBeLessThanOrEqual(80);
        expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066\u2067]/u);
        expect(text).not.toMatch(/[\ud800-\udfff]/u);
        expect(text.endsWith('\u200d…')).toBe(false);
      }),
    );
  });
});

describe('a name in Slack', () => {
  const forged = [
    '<!channel>',
    '<!here|x>',
    '<@U012AB3CD>',
    '<https://example.com|Your account>',
    '&lt;!channel&gt;',
    '*bold*',
    '_italic_',
    '~gone~',
    '`code`',
    '```code```',
    ':rotating_light:',
    '@here',
    '@channel',
    'https://example.com/login',
    '<!date^1^{date}|now>',
  ];

  it.each(forged)('is shown as it is and does nothing: %s', (name) => {
    const parts = mrkdwnParts(`An agent gave it to ${SLACK.outside(name)} and ${SLACK.outside(name)}.`);
    expect(parts.map(({ kind }) => kind)).toEqual(['text']);
    expect(
      parts
        .map(({ text }) => text)
        .join('')
        .replace(/\u200b/g, ''),
    ).toContain(name);
  });

  it('is nothing but text, whatever is in it', () => {
    const marks = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '<',
      '>',
      '&',
      '|',
      '!',
      '@',
      '#',
      ':',
      ' ',
      'a',
      '/',
      '^',
      '{',
      '\n',
    );
    const names = fc.oneof(fc.string({ unit: marks, maxLength: 40 }), anyText());
    fc.assert(
      fc.property(names, names, (one, other) => {
        const parts = mrkdwnParts(`${SLACK.outside(one)} handed it to ${SLACK.outside(other)}.`);
        expect(parts.map(({ kind }) => kind)).toEqual(['text']);
      }),
      { numRuns: 500 },
    );
  });

  it('tells a moment in the reader’s zone', () => {
    expect(SLACK.moment('2026-11-02T11:18:50.312Z')).toBe(
      '<!date^1793618330^{date_short_pretty} at {time}|2026-11-02 11:18 UTC>',
    );
  });
});

describe('a name in a Teams card', () => {
  it('cannot forge a date, and keeps every other mark', () => {
    const name = '{{DATE(2026-01-01T00:00:00Z)}} <at>x</at> **b** [a](b) _c_';
    const text = TEAMS.outside(name);
    expect(text).not.toContain('{{');
    expect(text.replace(/\u200b/g, '')).toBe(name);
  });

  it('tells a moment in the reader’s zone', () => {
    expect(TEAMS.moment('2026-11-02T11:18:50.312Z')).toBe(
      '{{DATE(2026-11-02T11:18:50Z, SHORT)}} {{TIME(2026-11-02T11:18:50Z)}}',
    );
  });
});

describe('cutting', () => {
  it('keeps characters of several parts whole', () => {
    expect(cut(`${'a'.repeat(8)}👩‍👩‍👧b`, 12)).toBe(`${'a'.repeat(8)}…`);
    expect(cut('aaaa👍🏽bbb', 7)).toBe('aaaa…');
    expect(cut('aaaae\u0301bb', 6)).toBe('aaaa…');
  });

  it('leaves one space where something invisible stood between two', () => {
    expect(readable('Ann \u202e\u0000Lee')).toBe('Ann Lee');
    expect(readable('Ann \u200e Lee')).toBe('Ann Lee');
  });

  it('says nothing twice of what is readable', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(readable(readable(text))).toBe(readable(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
