/** A platform that answers few questions about its schedules: what stands there is read little by little, and what nobody can tell is not forgotten. */
import { expectAllTold, HOUR, MINUTE, offer, trialWith } from './trial';
import { isBoxing } from './world/kills';
import { digText } from '../../packages/fresh-platform/lib/dig';
import type { Operation } from '../../packages/fresh-platform/types';
import { FEW_FETCHES } from '../../src/outbox/intake';
import { MOST_FETCHES } from '../../src/platform/store';
import { named } from '../support/conversations';

/** The platform's schedules answer 429 to whatever they are asked. */
const SPENT = { scheduleOperationsPerMinute: 0 };

describe('where the operations of schedules are few', () => {
  it('a minute with more slots than may be looked at is emptied in parts, and each is told once', async () => {
    const trial = trialWith({ limits: { requestsPerMinute: 0 } });
    await offer(trial, 60, 200);
    const slots = (): string[] => trial.platform.schedules().flatMap(({ name }) => /^relay-slot-.*/.exec(name) ?? []);
    expect(slots()).toHaveLength(60);
    Object.assign(trial.platform.limits, { requestsPerMinute: 50, scheduleOperationsPerMinute: 50 });
    trial.answer = { status: 200 };
    const left: number[] = [];
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await trial.platform.clock.advance(5 * MINUTE);
      left.push(slots().length);
    }
    expect(left.filter((each) => each > 0 && each < 60).length).toBeGreaterThan(1);
    await expectAllTold(trial, 60);
  });

  it('a box that nobody could tell a driver of is read by the next one, also where its writer died at once', async () => {
    const isTaken = ({ name, target }: Operation): boolean =>
      name === 'db.set' && trial.platform.entries().some(({ key }) => key === target);
    const trial = trialWith({
      // Where the box is there, the first attempt is refused.
      fate: (operation) => (isBoxing(operation) && !isTaken(operation) ? 'die-after' : 'proceed'),
      limits: SPENT,
    });
    await offer(trial, 2, 100);
    expect(trial.platform.schedules()).toEqual([]);
    Object.assign(trial.platform.limits, { scheduleOperationsPerMinute: Infinity });
    await trial.platform.clock.advance(30 * MINUTE);
    await offer(trial, 1, 0, 2);
    await expectAllTold(trial, 3);
  });

  it('a box that is filled while the outbox comes to rest is read before it rests', async () => {
    const trial = trialWith({});
    await offer(trial, 1, 0);
    trial.answer = { status: 200 };
    const names = (): string[] => trial.platform.schedules().map(({ name }) => name);
    while (names().length === 0 || names().includes('relay-outbox')) await trial.platform.clock.advance(10_000);
    // A minute that the first of the last turns does not look at, half a minute before it comes.
    await trial.platform.clock.advance(11 * MINUTE);
    expect(names()).toHaveLength(3);
    trial.answer = { status: 503 };
    Object.assign(trial.platform.limits, SPENT);
    await offer(trial, 1, 0, 1);
    await trial.platform.clock.advance(15_000);
    Object.assign(trial.platform.limits, { scheduleOperationsPerMinute: Infinity });
    await expectAllTold(trial, 2, HOUR);
    expect(trial.taken).toEqual(named(2));
  });

  it('a word that is found as the outbox comes to rest keeps it going, by a driver where no other turn is granted', async () => {
    let isDeadly = false;
    let isRefused = false;
    const trial = trialWith({
      fate: ({ name, target }) =>
        isDeadly && name === 'db.set' && target === 'outbox:undriven' ? 'die-after' : 'proceed',
      hardships: {
        refuse: ({ name, target }) =>
          isRefused && name === 'schedule.create' && target.startsWith('relay-turn-') ? 429 : undefined,
      },
    });
    const names = (): string[] => trial.platform.schedules().map(({ name }) => name);
    await offer(trial, 1, 0);
    trial.answer = { status: 200 };
    while (names().length === 0 || names().includes('relay-outbox')) await trial.platform.clock.advance(10_000);
    await trial.platform.clock.advance(11 * MINUTE);
    Object.assign(trial.platform.limits, SPENT);
    trial.answer = { status: 503 };
    isDeadly = true;
    await offer(trial, 1, 0, 1);
    isDeadly = false;
    Object.assign(trial.platform.limits, { scheduleOperationsPerMinute: Infinity });
    isRefused = true;
    await trial.platform.clock.advance(5 * MINUTE);
    expect(names()).toEqual(['relay-outbox']);
    isRefused = false;
    // Whoever left that word died before anything was kept.
    await expectAllTold(trial, 1, HOUR);
  });

  it('a turn from which all slots were taken off leaves the next one as many to look at, and one that was refused few', async () => {
    const fetchesAfter = async (status?: number): Promise<unknown> => {
      const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
        name === 'schedule.delete' && target.startsWith('relay-slot-') ? status : undefined;
      const trial = trialWith({ limits: { requestsPerMinute: 0 }, hardships: { refuse } });
      await offer(trial, 3, 100);
      trial.platform.limits.requestsPerMinute = 50;
      await trial.platform.clock.advance(7 * MINUTE);
      const state = trial.platform.entries().find(({ key }) => key === 'outbox')?.value;
      return (JSON.parse(digText(state, 'state')) as { fetches: number }).fetches;
    };
    expect([await fetchesAfter(), await fetchesAfter(429)]).toEqual([MOST_FETCHES, FEW_FETCHES]);
  });
});
