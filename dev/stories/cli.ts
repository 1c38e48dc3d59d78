import { runCommand } from '../../packages/fresh-platform/lib/command';
import { jsonReport } from './json-report';
import { HELP, readOptions, type Options } from './options';
import { recordedStory } from './recorded';
import { storyReport, summaryLine } from './report';
import { simulate, type PlayedStory } from './play';
import { loadStories, type Story } from './read';
import { summarize } from './summary';
import { hang, lookOf, paint, widest, type Look } from '../../packages/fresh-platform/lib/terminal';

/** `npm run simulate`: see HELP. Resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  const look = lookOf(process.stdout, process.env, options.logs);
  if (options.help) return say(HELP);
  if (options.list) return say(listOf(loadStories(options.stories), options, look));
  const played = await playAll(storiesFor(options), options, look);
  const summary = summarize(played);
  say(options.json ? jsonReport(played) : summaryLine(summary, look));
  return summary.problems > 0 ? 1 : 0;
}

function storiesFor({ payload, stories }: Options): Story[] {
  return payload === undefined ? loadStories(stories) : [recordedStory(payload.file, payload.event)];
}

/** One story after the other, each told as soon as it is played. */
async function playAll(stories: readonly Story[], { json, webhook }: Options, look: Look): Promise<PlayedStory[]> {
  const played: PlayedStory[] = [];
  for (const story of stories) {
    const result = await simulate(story, webhook);
    played.push(result);
    if (!json) say(`${storyReport(result, look)}\n`);
  }
  return played;
}

function listOf(stories: readonly Story[], { json }: Options, look: Look): string {
  if (json)
    return JSON.stringify(
      stories.map(({ name, title, teaches }) => ({ name, title, teaches })),
      null,
      2,
    );
  const width = widest(
    stories.map(({ name }) => name),
    40,
  );
  return stories
    .map(({ name, teaches }) => hang(`${paint(look, 'bold', name.padEnd(width))}  `, teaches, width + 2, look.width))
    .join('\n');
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

runCommand(main);
