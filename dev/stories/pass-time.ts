/** Plays a scenario: its payloads at their times, and then time goes on until nothing more is to come. */
import { createClock, createPlatform, type InvocationResult } from '../../packages/fresh-platform/index';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { record, type RecordedDelivery } from './deliveries';
import { DESTINATIONS, destinationOf } from './destinations';
import { APP } from './play';
import type { ByItself, Scenario } from './scenario';
import { standInAnswer, type Expectations } from './stand-ins';
import { hang, paint, wrap, type Look } from '../../packages/fresh-platform/lib/terminal';
import { toStandIns } from './wiring';

/** A scenario after it was played. */
export interface PlayedScenario {
  scenario: Scenario;
  payloads: number;
  /** What the webhook took of what the app told by itself, oldest first. */
  told: { at: number; type: string; says: string }[];
  /** Everything that is not as it should be, a sentence each. */
  problems: string[];
}

/** What the app tells although nobody called it. */
const OF_ITSELF = ['conversation.unattended', 'relay.trouble', 'relay.recovered', 'relay.summary'];

export async function passTime(scenario: Scenario): Promise<PlayedScenario> {
  const { account, settings, steps, until, byItself } = scenario;
  const clock = createClock((steps[0]?.at ?? until) - 1);
  const wiring = toStandIns();
  const iparams = { ...wiring.iparams, ...settings };
  const expectations = (): Expectations => ({ secrets: wiring.secrets, now: clock.now() });
  const { receiver, deliveries } = record(
    (request) => (isDown(request, scenario, clock.now()) ? { status: 503 } : standInAnswer(request, expectations())),
    expectations,
  );
  const { url: freshchatUrl, region } = account;
  const platform = createPlatform({ appDir: APP, iparams, freshchatUrl, region, clock, receiver });
  await platform.install(iparams);
  for (const { at, event, payload } of steps) {
    await clock.advanceTo(at);
    await platform.invoke(event, payload);
  }
  await clock.advanceTo(until);
  const told = toldByItself(deliveries);
  // Two summaries are always pending where there are any.
  const left = platform.schedules().filter(({ name }) => !name.startsWith('relay-summary-'));
  return {
    scenario,
    payloads: steps.length,
    told,
    problems: [
      ...platform.invocations.flatMap(wentWrong),
      ...unlike(told, byItself),
      ...stillRefused(deliveries),
      ...left.map(({ name }) => `The schedule ${name} is left.`),
    ],
  };
}

/** Destinations that are down answer with 503. */
function isDown(request: { template: string }, { outages }: Scenario, now: number): boolean {
  const name = destinationOf(request);
  return outages.some(({ destination, from, to }) => destination === name && now >= from && now < to);
}

function wentWrong({ outcome, error, logs }: InvocationResult): string[] {
  const ended = outcome === 'completed' ? [] : [`An invocation ${outcome}: ${error ?? 'it does not say why'}`];
  const lost = logs.filter(({ text }) => text.includes('undelivered'));
  return [...ended, ...lost.map(() => 'The app could neither deliver an event nor keep it.')];
}

function toldByItself(deliveries: readonly RecordedDelivery[]): PlayedScenario['told'] {
  return deliveries
    .filter(({ destination, problem, repeated }) => destination === 'webhook' && problem === null && !repeated)
    .flatMap(({ types, at }) => types.map((type) => ({ at, type })))
    .filter(({ type }) => OF_ITSELF.includes(type))
    .map(({ at, type }) => ({ at, type, says: inWords(deliveries, at) }));
}

/** Signs by which a channel's messages of that kind begin. */
const SIGNS = /^(?:⏰|⚠️|🟢|📊)/u;

/** What a channel was told at that moment, in words. */
function inWords(deliveries: readonly RecordedDelivery[], at: number): string {
  const said = deliveries.filter(({ says, problem }) => problem === null && SIGNS.test(says));
  return said.find((each) => Math.abs(each.at - at) < 1_000)?.says ?? '';
}

/** What was told is what was expected, each in its time, and nothing else. */
function unlike(told: PlayedScenario['told'], expected: readonly ByItself[]): string[] {
  const left = [...told];
  const never = expected.filter(({ at, type, withinMs }) => {
    const index = left.findIndex((one) => one.type === type && one.at >= at && one.at <= at + withinMs);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...never.map(({ at, type }) => `${type} was not told at ${iso(at)}.`),
    ...left.map(({ at, type }) => `${type} was told at ${iso(at)}, and nobody expected it.`),
  ];
}

/** Whatever was refused in an outage must have been taken by the end: the last request of each destination was. */
function stillRefused(deliveries: readonly RecordedDelivery[]): string[] {
  return DESTINATIONS.flatMap((destination) => {
    const last = deliveries.filter((each) => each.destination === destination).at(-1);
    return last === undefined || last.problem === null ? [] : [`${destination}: ${last.problem}`];
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A played scenario as a person reads it: what was told by itself, and when, by the settings' own clock. */
export function scenarioReport({ scenario, payloads, told, problems }: PlayedScenario, look: Look): string {
  const zone = digText(scenario.settings, 'time_zone') || 'UTC';
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const shown = told.slice(0, MOST_SHOWN).map(({ at, type, says }) => {
    const time = `  ${clock.format(at)}  `;
    return hang(paint(look, 'dim', time), says || type, time.length, look.width);
  });
  const more = told.length > MOST_SHOWN ? [`  … and ${told.length - MOST_SHOWN} more`] : [];
  return [
    `${paint(look, 'dim', '── ')}${paint(look, 'bold', scenario.title)}${paint(look, 'dim', ` ── ${scenario.name} ──`)}`,
    ...wrap(scenario.teaches, look.width),
    '',
    paint(look, 'dim', `  ${payloads} payloads; what is told by itself, times in ${zone}`),
    ...(told.length === 0 ? ['  nothing'] : shown),
    ...more,
    ...problems.map((problem) => paint(look, 'red', hang('  problem  ', problem, 11, look.width))),
  ].join('\n');
}

const MOST_SHOWN = 8;

/** The same for programs. */
export function scenarioJson({ scenario, payloads, told, problems }: PlayedScenario): object {
  const { name, title, teaches } = scenario;
  return { name, title, teaches, payloads, told: told.map((one) => ({ ...one, at: iso(one.at) })), problems };
}
