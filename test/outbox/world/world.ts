/** One installation with three receivers that can fail in every way, and a record of what each must have been told in the end. */
import { createClock, createPlatform } from '../../../packages/fresh-platform/index';
import type {
  Fate,
  InvocationResult,
  Operation,
  OutgoingRequest,
  Platform,
  ReceiverAnswer,
} from '../../../packages/fresh-platform/types';
import { dig, digText } from '../../../packages/fresh-platform/lib/dig';
import { signatureProblem } from '../../../dev/stories/signature';
import { createRandom, type Random } from '../../../bench/reliability/random';
import { APP_DIR, type Iparams } from '../../support/app';
import { coverageOptions } from '../../support/coverage';
import { isOn, nameOf, NAMES, settingsFor, type Name } from './destinations';
import { fateByChance, fateOfLive, KEEPING, type Kills } from './kills';
import { createOracle } from './oracle';
import { conversationsIn, eventsOf, payloadOf } from './payloads';
import { answerOf, isTaken, type Mood } from './receivers';
import { DAY, MINUTE, START } from './times';

export interface World {
  readonly platform: Platform;
  readonly random: Random;
  readonly moods: Record<Name, Mood>;
  readonly kills: Kills;
  /** In place of chance: what becomes of an operation of the live path, or of a scheduled invocation. */
  fate: ((operation: Operation, isLive: boolean) => Fate) | null;
  readonly debts: Map<string, Debt>;
  /** What must never happen, in sentences. */
  readonly problems: string[];
  iparams: Iparams;
  isInstalled: boolean;
  uninstalls: number;
  /** Tells the event of the next conversation at some time, in a payload of so many further changes. */
  tellAt: (time: number, weight?: number) => void;
  /** Events whose invocations have not ended. */
  pending: number;
  /** Puts other settings in place. */
  set: (iparams: Iparams) => void;
  install: () => Promise<void>;
  uninstall: () => Promise<void>;
  /** Operations so far. */
  operations: () => number;
}

/** A fixed seed gives the same world: its latencies, its chance, the app's own chance. */
export function createWorld(seed: number, names: readonly Name[], appDir: string = APP_DIR): World {
  const clock = createClock(START + (seed % 60) * 1000);
  const random = createRandom(seed);
  const oracle = createOracle(appDir);
  /** By conversation: the ids of its events, and each as text. */
  const events = new Map<number, Map<string, string>>();
  const debts = new Map<string, Debt>();
  const live = new Map<number, { kept: boolean }>();
  const problems: string[] = [];
  const settings: { iparams: Iparams; at: number }[] = [];
  const goneAt = new Set<Name>();
  const minute: number[] = [];
  let isSettingUp = false;
  let isStarting = false;
  let started = { kept: false };
  let index = 0;
  let count = 0;

  const fate = (operation: Operation): Fate => {
    if (isStarting && !live.has(operation.invocation)) live.set(operation.invocation, (started = { kept: false }));
    const mine = live.get(operation.invocation);
    if (isSettingUp) return 'proceed';
    if (world.fate !== null) return world.fate(operation, mine !== undefined);
    return mine === undefined ? fateByChance(world.kills, random) : fateOfLive(world.kills, mine.kept, operation);
  };

  const onOperation = ({ invocation, name, refused, at }: Operation): void => {
    count += 1;
    if (refused !== undefined) return;
    const mine = live.get(invocation);
    if (mine !== undefined && KEEPING.includes(name)) mine.kept = true;
    if (name === 'request') note(countOf(minute, at) > 50, 'More than 50 requests left within a minute.');
  };

  const note = (isWrong: boolean, problem: string): void => {
    if (isWrong) problems.push(problem);
  };

  const debtOf = (name: Name, id: string, event: string | undefined, where: string): Debt | undefined => {
    const debt = debts.get(`${name} ${id}`);
    note(debt === undefined, `${where} was told of ${id}, which nobody was to tell it.`);
    if (debt !== undefined && event !== undefined)
      note(
        event !== debt.event,
        `${where} was told of ${id} otherwise than at first: ${event} in place of ${debt.event}`,
      );
    return debt;
  };

  /** The ids a body tells of, with the event as it is told where it is. */
  const idsIn = (name: Name, body: string): [id: string, event: string | undefined][] => {
    if (name === 'webhook') return eventsOf(body).map((event) => [digText(event, 'id'), JSON.stringify(event)]);
    return conversationsIn(body).flatMap((conversation) =>
      [...(events.get(conversation)?.keys() ?? [])].map((id): [string, undefined] => [id, undefined]),
    );
  };

  const arrive = (name: Name, body: string): void => {
    for (const [id, event] of idsIn(name, body)) {
      const debt = debtOf(name, id, event, name);
      if (debt !== undefined) debt.delivered += 1;
    }
  };

  /** The settings that were in force at some moment since then. */
  const settingsFrom = (time: number): Iparams[] =>
    settings.filter((...[, each]) => (settings[each + 1]?.at ?? Infinity) >= time).map(({ iparams }) => iparams);

  const checkRequest = (name: Name, request: OutgoingRequest): void => {
    const recent = settingsFrom(clock.now() - 20_000);
    note(!recent.some((iparams) => isOn(iparams, name)), `${name} was sent something while it was not set.`);
    if (name !== 'webhook') return;
    const address = `https://${request.host}${request.path}`;
    note(
      !recent.some(({ destinations }) => destinations.some(({ url }) => url === address)),
      `A request went to ${address}, which is not set.`,
    );
    const findings = recent.map((iparams) => signatureProblem(request, iparams.secrets['webhook'] ?? '', clock.now()));
    note(!findings.includes(null), `A signature is wrong: ${String(findings[0])}`);
  };

  const receiver = (request: OutgoingRequest): ReceiverAnswer => {
    const name = nameOf(request);
    if (name === null || isSettingUp) return { status: 200, body: '{"ok":true}', latency: 100 };
    checkRequest(name, request);
    const answer = answerOf(world.moods[name], request, random);
    if (answer.status === 410) goneAt.add(name);
    // What was answered too late was taken all the same.
    if (isTaken(name, answer)) arrive(name, request.body);
    return { latency: 20 + Math.floor(random() * 400), ...answer };
  };

  const reasons: Record<string, (debt: Debt) => boolean> = {
    'it could not be delivered for three days': ({ at }) => clock.now() - at >= 3 * DAY - MINUTE,
    'the destination was taken off': ({ name, at }) =>
      settingsFrom(at).some(({ destinations }) => !destinations.some(({ id }) => id === name)),
    'the receiver is gone for good': ({ name }) => goneAt.has(name),
  };

  /** A line of the log. */
  const hear = (text: string): void => {
    const line: unknown = text.startsWith('{') ? JSON.parse(text) : null;
    const reason = digText(line, 'reason');
    const debt = debtOf(
      digText(line, 'destination') as Name,
      digText(line, 'undelivered', 'id'),
      JSON.stringify(dig(line, 'undelivered')),
      `The log (${text.slice(0, 200)})`,
    );
    if (debt === undefined) return;
    note(!(reasons[reason]?.(debt) ?? false), `${debt.name} was given up for no reason: ${reason}`);
    note(debt.givenUp.includes(reason) && !hasDied, `${debt.name} was given up twice: ${reason}`);
    debt.givenUp.push(reason);
  };

  let hasDied = false;
  const onInvocation = (result: InvocationResult): void => {
    live.delete(result.invocation);
    platform.invocations.length = 0;
    if (result.outcome === 'died') hasDied = true;
    else
      note(
        result.outcome !== 'completed' || result.error !== undefined,
        `${result.event} ${result.outcome}: ${String(result.error)}`,
      );
    for (const { level, text } of result.logs) if (level === 'error') hear(text);
  };

  const platform = createPlatform({
    appDir,
    clock,
    iparams: settingsFor(names),
    receiver,
    fate,
    onOperation,
    onInvocation,
    random: createRandom(seed + 1),
    latency: (name) => (name === 'request' ? 0 : 5 + Math.floor(random() * 60)),
    ...coverageOptions(),
  });

  const owe = (told: Map<string, string>, at: number): Debt[] =>
    NAMES.filter((name) => isOn(world.iparams, name)).flatMap((name) =>
      [...told].map(([id, event]) => {
        const debt: Debt = { name, event, at, isOff: false, delivered: 0, givenUp: [] };
        debts.set(`${name} ${id}`, debt);
        return debt;
      }),
    );

  const tell = async (weight: number): Promise<void> => {
    const mine = index;
    index += 1;
    if (!world.isInstalled) return;
    const payload = payloadOf(mine, clock.now(), weight);
    const release = clock.hold();
    const told = await oracle(payload).finally(release);
    events.set(mine, told);
    const owed = owe(told, clock.now());
    isStarting = true;
    const ended = platform.start('onConversationUpdate', payload);
    isStarting = false;
    const by = started;
    const { outcome } = await ended;
    if (outcome !== 'completed' && !(by.kept && isOneStep(world, told))) for (const debt of owed) debt.isOff = true;
  };

  const world: World = {
    platform,
    random,
    debts,
    problems,
    iparams: settingsFor(names),
    isInstalled: true,
    uninstalls: 0,
    moods: { webhook: { is: 'well' }, slack: { is: 'well' }, teams: { is: 'well' } },
    kills: { share: 0, live: false },
    fate: null,
    pending: 0,
    tellAt: (time, weight = 0) => {
      world.pending += 1;
      clock.at(time, () => {
        void tell(weight).finally(() => {
          world.pending -= 1;
        });
      });
    },
    set: (iparams) => {
      world.iparams = iparams;
      platform.setIparams(iparams);
      settings.push({ iparams, at: clock.now() });
    },
    install: async () => {
      isSettingUp = true;
      const { rendered } = await platform.install(world.iparams);
      isSettingUp = false;
      if (rendered !== null) problems.push('The install was refused.');
      world.isInstalled = true;
    },
    uninstall: async () => {
      world.isInstalled = false;
      world.uninstalls += 1;
      isSettingUp = true;
      const { rendered } = await platform.uninstall();
      isSettingUp = false;
      if (rendered !== null) problems.push('The uninstall was refused.');
      for (const debt of debts.values()) debt.isOff = true;
    },
    operations: () => count,
  };
  world.set(world.iparams);
  return world;
}

/** What one destination must be told of one event. */
interface Debt {
  name: Name;
  event: string;
  at: number;
  /** The invocation that was to tell it died, or the store was wiped meanwhile: either way will do. */
  isOff: boolean;
  delivered: number;
  givenUp: string[];
}

/** One destination and one small payload: kept by one operation, after which no death loses it. */
function isOneStep({ iparams }: World, told: Map<string, string>): boolean {
  return NAMES.filter((name) => isOn(iparams, name)).length === 1 && told.size < 4;
}

/** How many there are within a minute with one more; `times` are those of the last minute. */
function countOf(times: number[], at: number): number {
  while ((times[0] ?? at) <= at - MINUTE) times.shift();
  return times.push(at);
}
