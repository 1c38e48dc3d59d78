import type { RecordedDelivery } from './deliveries';
import { duration } from '../../packages/fresh-platform/lib/durations';
import type { PlayedScenario } from './pass-time';
import type { PlayedStep, PlayedStory } from './play';
import type { Summary } from './summary';
import { column, counted, cut, hang, paint, widest, wrap, type Look } from '../../packages/fresh-platform/lib/terminal';
import type { Moment, Timeline } from './timeline';

const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A played story as a person reads it: its timeline, then what the app logged and delivered at every step. */
export function storyReport({ story, timeline, steps, kept }: PlayedStory, look: Look): string {
  const rule = '─'.repeat(Math.max(2, look.width - Array.from(story.title).length - story.name.length - 8));
  return [
    `${paint(look, 'dim', '── ')}${paint(look, 'bold', story.title)}${paint(look, 'dim', ` ${rule} ${story.name} ──`)}`,
    ...wrap(story.teaches, look.width),
    '',
    paint(look, 'dim', cut(`  ${[...timeline.setting, 'times in UTC'].join(' · ')}`, look.width)),
    ...timelineLines(timeline, look),
    '',
    ...steps.flatMap((step, index) => stepLines(step, index + 1, look)),
    ...(kept > 0
      ? [paint(look, 'yellow', `  The app keeps ${counted(kept, 'entry', 'entries')} in its store, to deliver later.`)]
      : []),
  ].join('\n');
}

/** Who held the conversation when, and for how long. */
export function timelineLines({ moments, held }: Timeline, look: Look): string[] {
  const times = moments.map((moment, index) => timeCell(moment, moments[index - 1]));
  const spans = moments.map(({ after }) => (after === undefined ? '' : duration(after)));
  const widths = {
    time: widest(times, 24),
    span: widest(spans, 16),
    holder: widest(
      moments.map(({ holder }) => holder),
      Math.floor(look.width / 3),
    ),
  };
  const indent = 2 + widths.time + 2 + widths.span + 2 + widths.holder + 2;
  const rows = moments.map(({ holder, what }, index) => {
    const time = paint(look, 'dim', (times[index] ?? '').padStart(widths.time));
    const span = (spans[index] ?? '').padStart(widths.span);
    return hang(
      `  ${time}  ${span}  ${paint(look, 'cyan', column(holder, widths.holder))}  `,
      what,
      indent,
      look.width,
    );
  });
  const waits = held.map(({ holder, ms }) => `${holder} ${duration(ms)}`).join(' · ');
  return waits === '' ? rows : [...rows, '', hang('  Held by  ', waits, 11, look.width)];
}

function timeCell({ at }: Moment, before: Moment | undefined): string {
  const time = new Date(at).toISOString().slice(11, 19);
  const day = DAY.format(at).replace(',', '');
  return before !== undefined && DAY.format(before.at).replace(',', '') === day ? time : `${day}  ${time}`;
}

function stepLines({ step, found, logs, deliveries, problems }: PlayedStep, number: number, look: Look): string[] {
  const head = `${String(number).padStart(4)}  ${step.event}`;
  const note = step.note === undefined ? '' : `  ${cut(step.note, look.width - head.length - 2)}`;
  const readable = look.logs === 'cut' && found !== null;
  return [
    `${paint(look, 'bold', head)}${paint(look, 'yellow', note)}`,
    ...logs
      .filter(({ text }) => look.logs !== 'none' && !(readable && isSummary(text)))
      .map((line) => logLine(line, look)),
    ...(found === null ? [] : [row('found', found.join(', ') || 'nothing to tell', look)]),
    ...deliveries.map((delivery, at) => deliveryLine(delivery, deliveries[at - 1], look)),
    ...problems.map((problem) => paint(look, 'red', row('problem', problem, look))),
  ];
}

/** The app's own summary of a payload, which `found` and the deliveries tell in fewer words. */
function isSummary(text: string): boolean {
  return text.startsWith('{') && text.includes('"transitions"');
}

const LABEL = 9;
const INDENT = 6;

function row(label: string, text: string, look: Look): string {
  return hang(`${' '.repeat(INDENT)}${column(label, LABEL)}`, text, INDENT + LABEL, look.width);
}

function logLine({ level, text }: { level: string; text: string }, look: Look): string {
  const label = `${' '.repeat(INDENT)}${column(level === 'error' ? 'error' : 'log', LABEL)}`;
  const shown = look.logs === 'full' ? text : cut(text, look.width - INDENT - LABEL);
  return label + paint(look, level === 'error' ? 'red' : 'dim', shown);
}

function deliveryLine(delivery: RecordedDelivery, before: RecordedDelivery | undefined, look: Look): string {
  const { destination, status, repeated } = delivery;
  const verdict = verdictOf(delivery);
  const lead = `${' '.repeat(INDENT)}${column(destination, LABEL)}${column(status === null ? '—' : String(status), 5)}`;
  const text = `${contents(delivery, before)}${repeated ? ' (told before, same ids)' : ''}`;
  const painted = paint(look, delivery.problem === null ? 'green' : 'red', column(verdict, 12));
  return hang(`${lead}${painted}`, text, INDENT + LABEL + 5 + 12, look.width);
}

function verdictOf({ status, verified, problem }: RecordedDelivery): string {
  if (status === null) return 'no answer';
  if (verified === false) return 'unverified';
  if (problem !== null) return 'refused';
  return verified === null ? 'posted' : 'verified';
}

function contents({ types, says, verified }: RecordedDelivery, before: RecordedDelivery | undefined): string {
  if (verified !== null) return types.join(', ');
  return says !== '' && says === before?.says ? 'the same words' : says;
}

/** The run in one line: "18 stories, 112 payloads, 121 events, 110 deliveries verified, 0 unverified, …". */
export function summaryLine(summary: Summary, look: Look): string {
  const parts = [
    counted(summary.stories, 'story', 'stories'),
    counted(summary.payloads, 'payload'),
    counted(summary.events, 'event'),
    `${counted(summary.verified, 'delivery', 'deliveries')} verified`,
    `${summary.unverified} unverified`,
    ...(summary.messages > 0 ? [counted(summary.messages, 'chat message')] : []),
    ...(summary.problems > 0 ? [counted(summary.problems, 'problem')] : []),
  ];
  return paint(look, summary.problems > 0 ? 'red' : 'green', parts.join(', '));
}

/** The scenarios in one line: "5 scenarios over 36 days, 47 things told by themselves". */
export function scenariosLine(passed: readonly PlayedScenario[], look: Look): string {
  const problems = passed.flatMap((each) => each.problems).length;
  const days = passed.reduce(
    (sum, { scenario: { steps, until } }) => sum + (until - (steps[0]?.at ?? until)) / DAY_MS,
    0,
  );
  const told = passed.reduce((sum, each) => sum + each.told.length, 0);
  const parts = [
    `${counted(passed.length, 'scenario')} over ${counted(Math.round(days), 'day')}`,
    `${counted(told, 'thing')} told unasked`,
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
  ];
  return paint(look, problems > 0 ? 'red' : 'green', parts.join(', '));
}

const DAY_MS = 86_400_000;
