/** What is played besides the stories, so that an app meets what a real installation meets. None of it is about one app. */
import type {
  InvocationResult,
  Limits,
  Operation,
  OutgoingRequest,
  Platform,
  Receiver,
  ReceiverAnswer,
} from '../../index';
import type { Json } from '../../lib/dig';
import { largePayloads, oddPayloads } from './odd-payloads';
import { declares, type RecordedStep, type Recording } from './recordings';
import { defaults, otherChoices } from './settings-sets';
import type { Opening, Stage } from './stage';

export interface Scenario {
  name: string;
  play: (stage: Stage) => Promise<void>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Enough for an app that tries again for three days. */
const AFTERWARDS = 4 * DAY;

const WELL: ReceiverAnswer = { status: 200, body: '{"ok":true}' };
const well: Receiver = () => WELL;

function answering(answer: ReceiverAnswer): Receiver {
  return () => answer;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'nothing set', play: (stage) => playOne(stage, longest(stage), { iparams: defaults(stage.app) }).then() },
  { name: 'every other choice', play: playChoices },
  {
    name: 'receivers down for three hours (503)',
    play: (stage) => playOutage(stage, answering({ status: 503 }), 3 * HOUR),
  },
  {
    name: 'receivers that limit the rate (429)',
    play: (stage) => playOutage(stage, answering({ status: 429, headers: { 'retry-after': '900' } }), 2 * HOUR),
  },
  { name: 'receivers that are gone (410)', play: (stage) => playOutage(stage, answering({ status: 410 }), HOUR) },
  { name: 'receivers that refuse (400, 401, 403, 404, 413, 302)', play: playRefusals },
  {
    name: 'receivers that answer late',
    play: (stage) => playOutage(stage, answering({ ...WELL, latency: 16_000 }), HOUR),
  },
  {
    name: 'receivers that cannot be reached',
    play: (stage) => playOutage(stage, () => Promise.reject(new Error('nothing listens there')), HOUR),
  },
  { name: 'receivers that fail every other time', play: (stage) => playOutage(stage, everyOther(), 6 * HOUR) },
  { name: 'receivers that go for good while they are down (410)', play: playGoneLater },
  { name: 'settings taken away while receivers are down', play: playSettingsTaken },
  { name: 'scheduled events that come twice', play: playTwice },
  { name: 'answers of 200 that say no', play: playOddAnswers },
  { name: 'forty payloads at once', play: playBurst },
  { name: 'quotas used up by others', play: playQuotas },
  { name: 'invocations that die half-way', play: playDeaths },
  { name: 'payloads with parts missing or of another kind', play: playOddPayloads },
  { name: 'payloads with hundreds of changes', play: playLargePayloads },
  { name: 'installing and uninstalling', play: playSetUps },
  { name: 'installing with settings that are wrong', play: playWrongSettings },
];

/** Every story on its own installation, at its own times, with receivers that are well. */
export async function playStories(stage: Stage): Promise<InvocationResult[]> {
  const results: InvocationResult[] = [];
  for (const recording of stage.recordings) {
    for (const { iparams } of stage.settings) results.push(...(await playOne(stage, recording, { iparams })));
  }
  return results;
}

async function playOne(
  stage: Stage,
  { steps, url, region }: Recording,
  opening: Pick<Opening, 'iparams'> & Partial<Opening>,
): Promise<InvocationResult[]> {
  const platform = stage.open({
    at: steps[0]?.at ?? 0,
    ...(url !== undefined && { freshchatUrl: url }),
    ...(region !== undefined && { region }),
    ...opening,
  });
  for (const { at, event, payload } of steps) {
    await platform.clock.advanceTo(Math.max(platform.clock.now(), at));
    await platform.invoke(event, payload);
  }
  return platform.invocations;
}

/** All steps of all stories. Their times overlap; who plays them one after the other chooses new ones. */
function allSteps({ recordings }: Stage): RecordedStep[] {
  return recordings.flatMap(({ steps }) => steps);
}

/** So many steps, taken evenly from all stories: an invocation costs milliseconds, and most differ little. */
function someSteps(stage: Stage, count: number): RecordedStep[] {
  const all = allSteps(stage);
  const every = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (...[, index]) => all[Math.floor(index * every)]).filter(
    (step) => step !== undefined,
  );
}

/** On a new installation of each set, with the time of the first story. */
function openEach(stage: Stage, opening: Partial<Opening> = {}): Platform[] {
  const at = startOf(stage);
  return stage.settings.map(({ iparams }) => stage.open({ iparams, at, ...opening }));
}

async function playChoices(stage: Stage): Promise<void> {
  const choices = otherChoices(stage.app);
  if (choices.length === 0) return;
  const at = startOf(stage);
  const iparams = stage.settings[0]?.iparams ?? {};
  for (const choice of choices)
    await deliver(
      stage.open({ iparams: { ...iparams, ...choice }, at, choseOtherwise: true }),
      someSteps(stage, 3),
      MINUTE,
    );
  const together: Json = { ...iparams, ...allTogether(choices) };
  await deliver(stage.open({ iparams: together, at, choseOtherwise: true }), someSteps(stage, 60), MINUTE);
  // What such choices let an app keep for later is told later, too.
  const platform = stage.open({ iparams: together, at, choseOtherwise: true, receiver: answering({ status: 503 }) });
  await deliver(platform, someSteps(stage, 20), MINUTE);
  await recover(platform, HOUR);
}

/** One of each, and of several choices the fullest. */
function allTogether(choices: readonly Json[]): Json {
  return Object.assign(
    {},
    ...choices.filter((choice) => Object.values(choice).every((value) => !Array.isArray(value) || value.length > 0)),
  ) as Json;
}

function startOf(stage: Stage): number {
  return allSteps(stage)[0]?.at ?? 0;
}

function longest({ recordings }: Stage): Recording {
  return recordings.reduce((most, one) => (one.steps.length > most.steps.length ? one : most));
}

async function deliver(platform: Platform, steps: readonly RecordedStep[], every: number): Promise<void> {
  for (const { event, payload } of steps) {
    await platform.clock.advance(every);
    await platform.invoke(event, payload);
  }
}

async function recover(platform: Platform, after: number): Promise<void> {
  await platform.clock.advance(after);
  platform.setReceiver(well);
  await platform.clock.advance(AFTERWARDS);
}

async function playOutage(stage: Stage, receiver: Receiver, length: number): Promise<void> {
  for (const platform of openEach(stage, { receiver })) {
    await deliver(platform, someSteps(stage, 6), MINUTE);
    await recover(platform, length);
  }
}

/** Down for a while, and then gone, some of what was kept being on its way. */
async function playGoneLater(stage: Stage): Promise<void> {
  for (const platform of openEach(stage, { receiver: answering({ status: 503 }) })) {
    await deliver(platform, someSteps(stage, 4), MINUTE);
    platform.setReceiver(answering({ status: 410 }));
    await platform.clock.advance(HOUR);
    await deliver(platform, someSteps(stage, 1), MINUTE);
    await recover(platform, HOUR);
  }
}

async function playSettingsTaken(stage: Stage): Promise<void> {
  for (const platform of openEach(stage, { receiver: answering({ status: 503 }) })) {
    await deliver(platform, someSteps(stage, 4), MINUTE);
    platform.setIparams(defaults(stage.app));
    await recover(platform, HOUR);
  }
}

/** The platform may deliver an event twice, at the same time too, and a schedule's after what it was about is done. */
async function playTwice(stage: Stage): Promise<void> {
  if (!declares(stage.app, 'onScheduledEvent')) return;
  for (const platform of openEach(stage, { receiver: answering({ status: 503 }), latency: () => 20 })) {
    await deliver(platform, someSteps(stage, 4), MINUTE);
    const data = platform.schedules().map((schedule) => schedule.data);
    const both = [...data, ...data].map((one) => platform.start('onScheduledEvent', { data: one }));
    await platform.clock.until(Promise.all(both));
    await recover(platform, HOUR);
    for (const one of data) await platform.invoke('onScheduledEvent', { data: one });
  }
}

async function playRefusals(stage: Stage): Promise<void> {
  const [platform] = openEach(stage);
  const steps = someSteps(stage, 1);
  for (const status of [400, 401, 403, 404, 408, 413, 422, 302, 504]) {
    platform?.setReceiver(
      answering({
        status,
        body: 'no',
        headers: { 'retry-after': status > 403 ? 'later' : 'Mon, 02 Nov 2037 09:00:00 GMT' },
      }),
    );
    if (platform !== undefined) await deliver(platform, steps, MINUTE);
  }
  if (platform !== undefined) await recover(platform, HOUR);
}

function everyOther(): Receiver {
  let count = 0;
  return () => {
    count += 1;
    return count % 2 === 0 ? WELL : { status: 502 };
  };
}

async function playOddAnswers(stage: Stage): Promise<void> {
  for (const body of [
    '{"ok":false,"error":"invalid_auth"}',
    '{"ok":false,"error":"<b>"}',
    '[]',
    'null',
    'no JSON',
    '',
  ]) {
    const platform = stage.open({
      iparams: stage.settings[0]?.iparams ?? {},
      at: startOf(stage),
      receiver: answering({ status: 200, body }),
    });
    await deliver(platform, someSteps(stage, 1), MINUTE);
    await recover(platform, 0);
  }
}

/** More than the quota of a minute takes, on receivers that are well and on such as are down for an hour. */
async function playBurst(stage: Stage): Promise<void> {
  const steps = Array.from({ length: 40 }, (...[, index]) => allSteps(stage)[index % allSteps(stage).length]).filter(
    (step) => step !== undefined,
  );
  for (const receiver of [well, answering({ status: 503 })]) {
    const [platform] = openEach(stage, { receiver, latency: () => 20 });
    if (platform === undefined) return;
    const all = Promise.all(steps.map(({ event, payload }) => platform.start(event, payload)));
    await platform.clock.until(all);
    await recover(platform, HOUR);
  }
}

async function playQuotas(stage: Stage): Promise<void> {
  const limits: Partial<Limits>[] = [
    { requestsPerMinute: 0 },
    { dbOperationsPerMinute: 0, requestsPerMinute: 0 },
    { requestsPerMinute: 1, dbOperationsPerMinute: 2 },
    { requestsPerMinute: 0, oneTimeSchedules: 0 },
    { requestsPerMinute: 0, dbEntryBytes: 2_000 },
  ];
  for (const limit of limits) {
    for (const platform of openEach(stage, { limits: limit })) {
      await deliver(platform, someSteps(stage, 5), 1_000);
      await platform.clock.advance(15 * MINUTE);
    }
  }
}

/** Each operation kills its invocation now and then, before or after it took effect, while receivers come back from an outage. */
async function playDeaths(stage: Stage): Promise<void> {
  for (const every of [3, 5]) {
    let count = 0;
    let isOver = false;
    const fate = ({ name }: Operation): 'proceed' | 'die-before' | 'die-after' => {
      count += 1;
      if (isOver || count % every !== 0) return 'proceed';
      return name === 'request' || count % 2 === 0 ? 'die-after' : 'die-before';
    };
    const [platform] = openEach(stage, { receiver: answering({ status: 503 }), fate, latency: () => 20 });
    if (platform === undefined) return;
    await deliver(platform, someSteps(stage, 15), MINUTE);
    platform.setReceiver(well);
    await platform.clock.advance(6 * HOUR);
    isOver = true;
    await recover(platform, HOUR);
  }
}

async function playOddPayloads(stage: Stage): Promise<void> {
  const [platform] = openEach(stage);
  const odd = oddPayloads(allSteps(stage));
  if (platform !== undefined) await deliver(platform, odd, MINUTE);
  const [outage] = openEach(stage, { receiver: answering({ status: 503 }) });
  if (outage === undefined) return;
  await deliver(
    outage,
    odd.filter((...[, index]) => index % 4 === 0),
    MINUTE,
  );
  await recover(outage, HOUR);
}

async function playLargePayloads(stage: Stage): Promise<void> {
  for (const receiver of [well, answering({ status: 503 })]) {
    const [platform] = openEach(stage, { receiver });
    if (platform === undefined) return;
    // Of a field with several choices, all: what is not chosen is not told, however much there is of it.
    const full = allTogether(otherChoices(stage.app).filter((choice) => Object.values(choice).every(Array.isArray)));
    platform.setIparams({ ...stage.settings[0]?.iparams, ...full });
    await deliver(platform, largePayloads(allSteps(stage)), MINUTE);
    await recover(platform, HOUR);
  }
}

async function playSetUps(stage: Stage): Promise<void> {
  const at = startOf(stage);
  const answers: Receiver[] = [
    ...[302, 400, 401, 403, 404, 410, 429, 500, 504].map((status) => answering({ status })),
    ...[
      '{"ok":false,"error":"invalid_auth"}',
      '{"ok":false,"error":"channel_not_found"}',
      '{"ok":false,"error":"not_in_channel"}',
      '{"ok":false,"error":"<b>"}',
      'no JSON',
    ].map((body) => answering({ status: 200, body })),
    answering({ ...WELL, latency: 16_000 }),
    () => Promise.reject(new Error('nothing listens there')),
    onlyFirst(),
  ];
  for (const receiver of answers) {
    for (const { iparams } of stage.settings) {
      await stage.open({ iparams, at, receiver }).install(iparams);
      // A receiver that is ill is easier to tell from one that is not where only one is set.
      for (const fewer of oneDestinationLess(iparams))
        await stage.open({ iparams: fewer, at, receiver }).install(fewer);
    }
    await stage.open({ iparams: {}, at, receiver }).uninstall();
  }
}

function onlyFirst(): Receiver {
  let first: OutgoingRequest | undefined;
  return (request) => {
    first ??= request;
    return request === first ? WELL : { status: 403 };
  };
}

/** The settings, each in turn alone with those whose names begin like it. */
function oneDestinationLess(iparams: Json): Json[] {
  const beginnings = [...new Set(Object.keys(iparams).map((name) => name.split('_')[0] ?? name))];
  return beginnings.map((beginning) =>
    Object.fromEntries(Object.entries(iparams).filter(([name]) => name.startsWith(beginning))),
  );
}

const WRONG: readonly unknown[] = [
  '',
  ' ',
  'wrong',
  '#wrong',
  'http://service.example.com/in',
  'https://me:word@service.example.com/in',
  'https://service.example.com:8443/in',
  'https://192.0.2.1/in',
  'https://[2001:db8::1]/in',
  'https://localhost/in',
  'https://intranet/in',
  'https://service.example.com/in?a=%zz#part',
  'ab\ncd',
  7,
  null,
  [],
  ['wrong'],
  {},
  true,
  'x'.repeat(3_000),
];

/**
 * Each setting in turn missing or wrong when installing; and all of them wrong in turn when a payload comes, since an
 * older version may have taken them.
 */
async function playWrongSettings(stage: Stage): Promise<void> {
  const at = startOf(stage);
  const names = Object.keys(stage.app.iparams.value);
  for (const { iparams } of stage.settings) {
    const wrong = names.flatMap((name) =>
      [undefined, ...nearly(iparams[name]), ...WRONG.slice(0, 8)].map((value) => withSetting(iparams, name, value)),
    );
    for (const settings of wrong) await stage.open({ iparams, at }).install(settings);
  }
  for (const turn of WRONG.keys()) {
    const wrong = Object.fromEntries(names.map((name, index) => [name, WRONG[(turn + index) % WRONG.length]]));
    await deliver(stage.open({ iparams: wrong, at }), someSteps(stage, 1), 0);
  }
}

/** A value that is nearly right is wrong in another way than one that is not right at all. */
function nearly(value: unknown): string[] {
  return typeof value === 'string'
    ? [`${value}!`, value.slice(0, 12), `${value}${value}`, `${value} ${value}`, `${value} ${value} ${value}`]
    : [];
}

/** Undefined takes it away. */
function withSetting(iparams: Json, name: string, value: unknown): Json {
  return Object.fromEntries(Object.entries({ ...iparams, [name]: value }).filter(([, one]) => one !== undefined));
}
