/** What is malformed, in the words the server has for it: page and server say the same. */
import { readAddress } from '../settings/addresses';
import { MOST_DESTINATIONS } from '../settings/kinds';
import { isSlackToken, signingSecretProblem } from '../settings/secrets';
import { isChannelId, readableMention } from '../settings/slack';
import { isTimeZone, isUnattended, minuteOfDay, readHours } from '../settings/times';
import { holderOfToken, secretFor, type DestinationDraft, type Draft } from './draft';
import { isMask, valueOfSecret } from './secrets';

export interface Fault {
  /** Id of the field it stands at. */
  field: string;
  sentence: string;
}

/** Id of a destination's field. */
export function fieldOf({ id }: DestinationDraft, name: string): string {
  return `${name}-of-${id}`;
}

/** Id of where destinations are added. */
export const TOO_MANY = 'add-destination';

/** Every fault, in the order of the page. */
export function faultsOf(draft: Draft): Fault[] {
  const many = draft.destinations.length > MOST_DESTINATIONS;
  return [
    ...draft.destinations.flatMap((destination) => destinationFaults(draft, destination)),
    ...(many ? [{ field: TOO_MANY, sentence: 'There can be 20 destinations at most: remove some.' }] : []),
    ...generalFaults(draft),
  ];
}

type Check = [field: string, problem: string | null];

function destinationFaults(draft: Draft, destination: DestinationDraft): Fault[] {
  const checks: Check[] = [
    ['name', destination.name.trim() === '' ? 'needs a name that people know it by.' : null],
    ...CHECKS[destination.kind](draft, destination),
  ];
  return checks.flatMap(([field, problem]) =>
    problem === null ? [] : [{ field: fieldOf(destination, field), sentence: `This destination ${problem}` }],
  );
}

const CHECKS: Readonly<Record<DestinationDraft['kind'], (draft: Draft, destination: DestinationDraft) => Check[]>> = {
  webhook: (...[, destination]) => [
    ['address', addressProblem(destination.url)],
    ['secret', secretProblem(destination)],
  ],
  slack: (draft, destination) => [
    ['token', tokenProblem(draft, destination)],
    ['channel', channelProblem(destination.channel)],
    ['mention', mentionProblem(destination.mention)],
  ],
  teams: (...[, destination]) => [['address', workflowProblem(destination)]],
};

function addressProblem(url: string): string | null {
  if (url.trim() === '') return 'has no address yet.';
  const reading = readAddress(url.trim());
  return 'problem' in reading ? reading.problem : null;
}

const ASK_AGAIN = 'was saved with a secret that Freshworks does not show again. ';

function secretProblem({ secret }: DestinationDraft): string | null {
  const value = valueOfSecret(secret);
  if (isMask(secret.entered) || value === '')
    return secret.isLost ? `${ASK_AGAIN}Enter it once more, or make a new one.` : 'has no secret yet: make one.';
  return signingSecretProblem(value.split(/\s+/));
}

function workflowProblem({ secret }: DestinationDraft): string | null {
  const value = valueOfSecret(secret);
  if (isMask(secret.entered) || value === '')
    return secret.isLost
      ? `${ASK_AGAIN}Paste the workflow’s address once more.`
      : "has no address yet: paste the workflow's.";
  return addressProblem(value);
}

/** The shared token is asked for at one card only. */
function tokenProblem(draft: Draft, destination: DestinationDraft): string | null {
  if (!destination.hasOwnToken && holderOfToken(draft) !== destination) return null;
  const secret = secretFor(draft, destination);
  const value = valueOfSecret(secret);
  if (isMask(secret.entered) || value === '')
    return secret.isLost ? `${ASK_AGAIN}Paste the bot token once more.` : 'has no bot token yet: paste it.';
  return isSlackToken(value) ? null : 'needs its bot token as Slack shows it.';
}

function channelProblem(channel: string): string | null {
  if (channel.trim() === '') return 'has no channel yet: choose one.';
  return isChannelId(channel.trim()) ? null : "needs the channel's id, like C0123ABCDEF.";
}

function mentionProblem(mention: string): string | null {
  return mention.trim() === '' || readableMention(mention.trim()) !== null
    ? null
    : 'can mention here, or the ID of a user group or a person, like S0123ABCDEF.';
}

function generalFaults({ unattendedMinutes, hours, summaryAt, timeZone }: Draft): Fault[] {
  const areHoursRead = !hours.isOn || readHours(hours) !== null;
  const checks: [field: string, isRight: boolean, sentence: string][] = [
    ['unattended', isMinutes(unattendedMinutes), 'Enter 5 to 1,440 minutes, or 0 for never.'],
    ['hours', areHoursRead, 'Choose at least one day, and two times like 09:00 and 18:00.'],
    ['summary-at', isTimeOrBlank(summaryAt), 'Enter a time of the day, such as 08:30.'],
    ['time-zone', isTimeZone(timeZone.trim()), 'Choose a time zone from the list, such as Europe/Berlin.'],
  ];
  return checks.flatMap(([field, isRight, sentence]) => (isRight ? [] : [{ field, sentence }]));
}

function isMinutes(text: string): boolean {
  return /^\s*\d+\s*$/.test(text) && isUnattended(Number(text));
}

function isTimeOrBlank(text: string): boolean {
  return text.trim() === '' || minuteOfDay(text) !== null;
}
