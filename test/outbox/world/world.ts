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
import { createRandom, type Random } from '../../../bench/reliability/random';
import { APP_DIR, type Iparams } from '../../support/app';
import { coverageOptions } from '../../support/coverage';
import { onThisPlatform } from '../../support/platform-ways';
import { isOn, nameOf, NAMES, settingsFor, type Name } from './destinations';
import { createLives, isBoxing, type Kills } from './kills';
import { createLedger, type Debt, type Reasons } from './ledger';
import { createOracle } from './oracle';
import { payloadOf } from './payloads';
import { answerOf, isTaken, type Mood } from './receivers';
import { createSettingsHistory, requestProblems } from './settings';
import { createTrouble, type Troubled } from './hardships';
import { DAY, MINUTE, START } from './times';

export interface World {
  readonly platform: Platform;
  readonly random: Random;
  readonly moods: Record<Name, Mood>;
  readonly kills: Kills;
  readonly troubled: Troubled;
  /** Boxes to which an invocation wrote that then died: perhaps nobody knows of them, and the store forgets them by itself. */
  readonly orphans: Set<string>;
  /** Whether something happened after which an event may be told again. */
  isExcused: () => boolean;
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

/** The platform waits no longer for an answer, and the receiver has taken it all the same. */
const LONGEST_ANSWER = 15_000;

/** Nothing is kept longer by the store, by whatever clock it was put there. */
const LONGEST_LIFE = 4 * DAY + 2 * MINUTE;

/** A fixed seed gives the same world: its latencies, its chance, the app's own chance. */
export function createWorld(seed: number, names: readonly Name[]): World {
  const clock = createClock(START + (seed % 60) * 1000);
  const random = createRandom(seed);
  const oracle = createOracle(APP_DIR);
  const lives = createLives();
  const settings = createSettingsHistory();
  const goneAt = new Set<Name>();
  const minute: number[] = [];
  /** When an operation of the store, or of schedules, was last refused because too many came before it. */
  const spentAt = new Map<string, number>();
  let isSettingUp = false;
  const troubled = createTrouble(createRandom(seed + 2), () => isSettingUp);
  let hasDied = false;
  let isLate = false;
  let index = 0;
  let count = 0;

  const reasons: Reasons = {
    'it could not be delivered for three days': ({ at }) =>
      clock.now() - at >= 3 * DAY - MINUTE - 2 * troubled.mostSkew(),
    'the destination was taken off': ({ name, at }) =>
      settings.since(at).some(({ destinations }) => !destinations.some(({ id }) => id === name)),
    'the receiver is gone for good': ({ name }) => goneAt.has(name),
  };
  // Why the receiver did not get it is said where there was no room to keep it either.
  const ledger = createLedger(reasons, ({ at }) => hasNoRoom(spentAt, at) || troubled.refusedAt() >= at);

  const fate = (operation: Operation): Fate => {
    const isLive = lives.of(operation) !== undefined;
    if (isSettingUp) return 'proceed';
    return world.fate?.(operation, isLive) ?? lives.fateByChance(operation, world.kills, random);
  };

  const onOperation = (operation: Operation): void => {
    count += 1;
    const { name, refused, at } = operation;
    if (refused === 429) spentAt.set(name.split('.')[0] ?? '', at);
    if (refused !== undefined) return;
    lives.note(operation);
    if (name === 'request') ledger.note(countOf(minute, at) > 50, 'More than 50 requests left within a minute.');
  };

  const receiver = (request: OutgoingRequest): ReceiverAnswer => {
    const name = nameOf(request);
    if (name === null || isSettingUp) return { status: 200, body: '{"ok":true}', latency: 100 };
    ledger.problems.push(...requestProblems(name, request, settings.since(clock.now() - 20_000), clock.now()));
    const answer = answerOf(world.moods[name], request, random);
    if (answer.status === 410) goneAt.add(name);
    // What was answered too late was taken all the same.
    if (isTaken(name, answer)) ledger.arrive(name, request.body);
    const latency = answer.latency ?? 20 + Math.floor(random() * 400);
    isLate ||= latency >= LONGEST_ANSWER;
    return { ...answer, latency };
  };

  const noteLives = (): void => {
    for (const { key, expiresAt = Infinity } of platform.entries())
      ledger.note(expiresAt > clock.now() + LONGEST_LIFE, `${key} could stay in the store for ever.`);
  };

  const onInvocation = ({ invocation, event, outcome, error, logs, operations }: InvocationResult): void => {
    lives.end(invocation);
    platform.invocations.length = 0;
    if (outcome === 'died') {
      hasDied = true;
      boxesIn(operations).forEach((box) => world.orphans.add(box));
    } else ledger.note(outcome !== 'completed' || error !== undefined, `${event} ${outcome}: ${String(error)}`);
    noteLives();
    for (const { level, text } of logs) if (level === 'error') ledger.hear(text, hasDied || troubled.isAny());
  };

  const platform = createPlatform({
    appDir: APP_DIR,
    clock,
    iparams: settingsFor(names),
    receiver,
    fate,
    onOperation,
    onInvocation,
    hardships: troubled.options,
    random: createRandom(seed + 1),
    latency: (name) => (name === 'request' ? 0 : 5 + Math.floor(random() * 60)),
    ...onThisPlatform(coverageOptions()),
  });

  const tell = async (weight: number): Promise<void> => {
    const mine = index;
    index += 1;
    if (!world.isInstalled) return;
    const payload = payloadOf(mine, clock.now(), weight);
    const release = clock.hold();
    const told = await oracle(payload).finally(release);
    const on = NAMES.filter((name) => isOn(world.iparams, name));
    const owed = ledger.owe(mine, told, on, clock.now());
    const { started, live } = lives.begin(() => platform.start('onConversationUpdate', payload));
    const { outcome } = await started;
    if (outcome !== 'completed' && !(live.isKept && isOneStep(world, told))) for (const debt of owed) debt.isOff = true;
  };

  const world: World = {
    platform,
    random,
    debts: ledger.debts,
    problems: ledger.problems,
    iparams: settingsFor(names),
    isInstalled: true,
    uninstalls: 0,
    moods: { webhook: { is: 'well' }, slack: { is: 'well' }, teams: { is: 'well' } },
    kills: { share: 0, live: false },
    troubled,
    orphans: new Set(),
    // Where a quota is spent, what was told cannot always be written down or taken off.
    isExcused: () =>
      hasDied || isLate || world.uninstalls > 0 || troubled.isAny() || spentAt.has('db') || spentAt.has('schedule'),
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
      settings.add(iparams, clock.now());
    },
    install: async () => {
      isSettingUp = true;
      const { rendered } = await platform.install(world.iparams);
      isSettingUp = false;
      if (rendered !== null) ledger.problems.push('The install was refused.');
      world.isInstalled = true;
    },
    uninstall: async () => {
      world.isInstalled = false;
      world.uninstalls += 1;
      isSettingUp = true;
      const { rendered } = await platform.uninstall();
      isSettingUp = false;
      if (rendered !== null) ledger.problems.push('The uninstall was refused.');
      for (const debt of ledger.debts.values()) debt.isOff = true;
    },
    operations: () => count,
  };
  world.set(world.iparams);
  return world;
}

/** To which an invocation has added something. */
function boxesIn(operations: readonly Operation[]): string[] {
  return operations.filter(isBoxing).map(({ target }) => target);
}

/** One destination and one small payload: kept by one operation, after which no death loses it. */
function isOneStep({ iparams }: World, told: Map<string, string>): boolean {
  return NAMES.filter((name) => isOn(iparams, name)).length === 1 && told.size < 4;
}

/** Neither the store nor the schedules took anything more while an invocation tried to keep what it was given at that time. */
function hasNoRoom(spentAt: ReadonlyMap<string, number>, at: number): boolean {
  return ['db', 'schedule'].every((things) => (spentAt.get(things) ?? -Infinity) >= at);
}

/** How many there are within a minute with one more; `times` are those of the last minute. */
function countOf(times: number[], at: number): number {
  while ((times[0] ?? at) <= at - MINUTE) times.shift();
  return times.push(at);
}
