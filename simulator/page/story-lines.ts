/** A played story in a few lines: what `npm start` prints before the page is up. */
import type { Delivery } from '../deliveries';
import type { PlayedStep, PlayedStory } from '../simulate';
import { column, counted, cut, paint, type Look } from '../terminal';

/** A line for the story, then one a step: when, what was found, and how each destination answered. */
export function storyLines({ story, steps }: PlayedStory, look: Look): string {
  const head = `${story.title}  ${story.name}`;
  return [
    `${paint(look, 'bold', story.title)}  ${paint(look, 'dim', story.name)}${' '.repeat(Math.max(1, look.width - head.length - 12))}${paint(look, 'dim', counted(steps.length, 'payload').padStart(11))}`,
    ...steps.flatMap((step) => stepLines(step, look)),
  ].join('\n');
}

function stepLines({ step, found, logs, deliveries, problems }: PlayedStep, look: Look): string[] {
  const time = new Date(step.at).toISOString().slice(5, 16).replace('T', ' ');
  const told = deliveries.map(answerOf).join(' · ');
  const what = found === null ? 'the log does not tell' : found.map((type) => type.replace('conversation.', '')).join(', ') || 'nothing to tell';
  const room = look.width - 2 - 13 - told.length - 2;
  const line = `  ${paint(look, 'dim', time)}  ${column(what, room)}${paint(look, problems.length === 0 ? 'green' : 'red', told)}`;
  const errors = logs.filter(({ level }) => level === 'error').map(({ text }) => `             logged ${cut(text, look.width - 21)}`);
  return [line, ...errors, ...problems.map((problem) => paint(look, 'red', `             ${problem}`))];
}

function answerOf({ destination, host, status, verified }: Delivery): string {
  const name = destination === 'other' ? host : destination;
  return `${name} ${status ?? 'no answer'}${verified === true ? ' verified' : ''}${verified === false ? ' unverified' : ''}`;
}
