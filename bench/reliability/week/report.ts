/** What a week came to, in words. */
import type { Week } from './measure';

export const WEEK = 'a week of 30 conversations an hour with everything switched on, the webhook down for a day';

/** What was not reached, as sentences. */
export function missedInWeek(week: Week): string[] {
  const { due, told, wrongly } = week.unattended;
  const left = week.keysLeft + week.schedulesLeft;
  const faults: [isFault: boolean, sentence: string][] = [
    [week.lost > 0, `${week.lost} events were lost`],
    [week.undelivered > 0, `${week.undelivered} events were logged as undelivered`],
    [wrongly > 0, `${wrongly} conversations were told as unattended although somebody held them`],
    [told < due * 0.95, `only ${told} of ${due} conversations that nobody held were told`],
    [week.troubles !== 3, `the outage was told ${week.troubles} times, to three`],
    [week.recoveries !== 3, `the end of the outage was told ${week.recoveries} times, to three`],
    [week.mostSchedules > 500, `${week.mostSchedules} schedules were pending at once`],
    [left > 0, `${left} keys or schedules are left`],
  ];
  return faults.filter(([isFault]) => isFault).map(([, sentence]) => `A week: ${sentence}.`);
}

/** The section of docs/reliability.md. */
export function weekSection(week: Week): string {
  const per = (count: number): string => (count / week.conversations).toFixed(2);
  const { operations, unattended } = week;
  const rows = [
    ['conversations, payloads', `${week.conversations}, ${week.payloads}`],
    ['requests a conversation, to four destinations', per(operations.request)],
    ['store operations a conversation', per(operations.store)],
    ['schedule operations a conversation', per(operations.schedule)],
    ['events lost, told twice, logged as undelivered', `${week.lost}, ${week.repeats}, ${week.undelivered}`],
    ['nobody held it for 15 minutes; told of', `${unattended.due}; ${unattended.told}`],
    ['told although somebody held it', `${unattended.wrongly}`],
    ['summaries, conversations counted, changes not counted', `${week.summaries}, ${week.counted}, ${week.notCounted}`],
    ['told of the outage to the three others, told of its end', `${week.troubles}, ${week.recoveries}`],
    ['messages outside of their thread, where the store was busy', `${week.outside}`],
    ['most schedules pending', `${week.mostSchedules}`],
    ['keys and schedules left', `${week.keysLeft + week.schedulesLeft}`],
  ];
  return [
    `## ${WEEK}`,
    '',
    'A webhook that is down on Wednesday, a Slack channel of threads, one of cards, a Teams channel; unattended after 15 minutes, trouble, a',
    'summary a day. A conversation is created, sorted into a group, taken up and resolved; one in eight waits 16 to 76 minutes, one in ten comes back.',
    'Told twice is what was taken while the store refused to write that down: it has the same id both times. Of those that nobody held,',
    'the few that were not told shared a schedule with one that was taken up ([schedules.md](../schedules.md)).',
    '',
    '| what | how many |',
    '| --- | ---: |',
    ...rows.map(([what, count]) => `| ${what} | ${count} |`),
    '',
  ].join('\n');
}
