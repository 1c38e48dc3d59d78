import { say, type Output } from '../../packages/fresh-platform/lib/command';
import { jsonReport } from './json-report';
import { HELP, readOptions, type Options } from './options';
import { recordedStory } from './recorded';
import { scenariosLine, storyReport, summaryLine } from './report';
import { passTime, scenarioReport, type PlayedScenario } from './pass-time';
import { simulate, type PlayedStory } from './play';
import { loadStories, type Story } from './read';
import { loadScenario, scenarioNames, type Scenario } from './scenario';
import { summarize, type Summary } from './summary';
import { hang, lookOf, paint, widest, type Look } from '../../packages/fresh-platform/lib/terminal';

/** `npm run simulate`: see HELP. Resolves to the exit code. */
export async function simulateCommand(args: string[], out: Output): Promise<number> {
  const options = readOptions(args);
  const look = lookOf(out, process.env, options.logs);
  if (options.help) return say(out, HELP);
  const stories = storiesFor(options);
  const scenarios = scenariosFor(options);
  if (options.list) return say(out, listOf([...stories, ...scenarios], options, look));
  const played = await playAll(stories, options, look, out);
  const passed = await passAll(scenarios, options, look, out);
  const summary = summarize(played);
  const problems = passed.flatMap((each) => each.problems).length;
  say(out, options.json ? jsonReport(played, passed) : summaryLines(summary, played, passed, look).join('\n'));
  return summary.problems + problems > 0 ? 1 : 0;
}

function summaryLines(
  summary: Summary,
  played: readonly PlayedStory[],
  passed: readonly PlayedScenario[],
  look: Look,
): string[] {
  const ofStories = played.length === 0 ? [] : [summaryLine(summary, look)];
  return passed.length === 0 ? ofStories : [...ofStories, scenariosLine(passed, look)];
}

function storiesFor({ payload, stories }: Options): Story[] {
  if (payload !== undefined) return [recordedStory(payload.file, payload.event)];
  const scenarios = scenarioNames();
  const named = stories.filter((name) => !scenarios.includes(name));
  return stories.length > 0 && named.length === 0 ? [] : loadStories(named);
}

/** A real receiver's clock is the real one: no time passes for it. */
function scenariosFor({ payload, stories, webhook }: Options): Scenario[] {
  if (payload !== undefined || webhook !== undefined) return [];
  return scenarioNames()
    .filter((name) => stories.length === 0 || stories.includes(name))
    .map(loadScenario);
}

async function passAll(
  scenarios: readonly Scenario[],
  { json }: Options,
  look: Look,
  out: Output,
): Promise<PlayedScenario[]> {
  const passed: PlayedScenario[] = [];
  for (const scenario of scenarios) {
    const result = await passTime(scenario);
    passed.push(result);
    if (!json) say(out, `${scenarioReport(result, look)}\n`);
  }
  return passed;
}

/** One story after the other, each told as soon as it is played. */
async function playAll(
  stories: readonly Story[],
  { json, webhook }: Options,
  look: Look,
  out: Output,
): Promise<PlayedStory[]> {
  const played: PlayedStory[] = [];
  for (const story of stories) {
    const result = await simulate(story, webhook);
    played.push(result);
    if (!json) say(out, `${storyReport(result, look)}\n`);
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
