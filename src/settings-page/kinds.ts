/** What a destination can hear, in words for an admin, and the two usual choices. */
import { KINDS, TOLD_BY_DEFAULT, type Kind } from '../settings/kinds';

/** What happens in a conversation that a kind stands for; `minutes` is after how many it counts as unattended. */
export function sentenceOfKind(kind: Kind, minutes: string): string {
  return kind === 'Unattended' ? unattendedSentence(minutes) : SENTENCES[kind];
}

function unattendedSentence(minutes: string): string {
  return minutes === '0'
    ? 'Nobody picks it up. This is off: say below after how many minutes.'
    : `Nobody has picked it up for ${minutes} minutes, and again after twice as long.`;
}

const SENTENCES: Readonly<Record<Exclude<Kind, 'Unattended'>, string>> = {
  Created: 'A customer starts a conversation.',
  Assigned: 'A group or an agent gets it.',
  Reassigned: 'It goes from one group or agent to another.',
  Unassigned: 'It is taken off its group or agent.',
  Resolved: 'It is marked as resolved.',
  Reopened: 'It was resolved, and is open again.',
  'Status changed': 'It waits for the customer or for another team, and the like.',
  'SLA breached': 'A response or the resolution is later than your SLA policy allows.',
  'Label or priority changed': 'Somebody labels it, or gives it another priority.',
  'Other changes': 'Any other property changes. There can be many of these.',
  Trouble: 'Another destination has taken nothing for 15 minutes, or takes messages again.',
  'Daily summary': 'Once a day: how many came, were resolved and were late, at the time set below.',
};

export type Preset = 'person' | 'everything' | 'chosen';

export const PRESETS: readonly { preset: Preset; label: string; sentence: string }[] = [
  {
    preset: 'person',
    label: 'Needs a person',
    sentence: 'Only what somebody has to look after: unattended, late, reopened, let go, and trouble.',
  },
  { preset: 'everything', label: 'Everything', sentence: 'All that happens, the daily summary included.' },
  { preset: 'chosen', label: 'One by one', sentence: 'Choose from the list.' },
];

const OF_PRESET: Readonly<Record<Exclude<Preset, 'chosen'>, readonly Kind[]>> = {
  person: KINDS.filter((kind) => TOLD_BY_DEFAULT.slack.has(kind)),
  everything: KINDS,
};

/** The kinds of a preset; one by one, what is chosen now stays. */
export function kindsOf(preset: Preset, now: readonly Kind[]): Kind[] {
  return [...(preset === 'chosen' ? now : OF_PRESET[preset])];
}

export function presetOf(tell: readonly Kind[]): Preset {
  const isAll = (kinds: readonly Kind[]): boolean =>
    kinds.length === tell.length && kinds.every((kind) => tell.includes(kind));
  if (isAll(OF_PRESET.person)) return 'person';
  return isAll(OF_PRESET.everything) ? 'everything' : 'chosen';
}
