/** What a world comes to in the end. */
import { CHOICES } from './destinations';
import { HOUR, MINUTE } from './times';
import type { World } from './world';

export function isAtRest({ platform, pending, orphans }: World): boolean {
  const isAnyKey = platform.entries().some(({ key }) => !orphans.has(key));
  return pending === 0 && !isAnyKey && platform.schedules().length === 0;
}

/** Lets time run until nothing is kept any more, for so long at most. Returns the hours it took. */
export async function settle(world: World, longest: number): Promise<number> {
  const { clock } = world.platform;
  const healed = clock.now();
  while (clock.now() < healed + longest && !isAtRest(world)) {
    if (isLeftOver(world)) await keepOne(world);
    await clock.advance(10 * MINUTE);
  }
  return (clock.now() - healed) / HOUR;
}

/**
 * A drain that was at work while the app was uninstalled has put something into the store that was wiped; or the firings of all the last
 * turns were missed.
 */
function isLeftOver({ platform, pending, uninstalls, troubled }: World): boolean {
  return (uninstalls > 0 || troubled.isAny()) && pending === 0 && platform.schedules().length === 0;
}

/** The next event that is kept must see to what is left over. */
async function keepOne(world: World): Promise<void> {
  const before = world.moods.webhook;
  world.set({ ...world.iparams, ...CHOICES.webhook });
  world.moods.webhook = { is: 'down' };
  world.tellAt(world.platform.clock.now());
  await world.platform.clock.advance(MINUTE);
  world.moods.webhook = before;
}

/** What a webhook was told twice although nothing died, nothing was amiss with the platform, no quota was spent, and every answer came in time. */
export function repeated({ debts, isExcused }: World): string[] {
  if (isExcused()) return [];
  return [...debts].filter(([, { name, delivered }]) => name === 'webhook' && delivered > 1).map(([key]) => key);
}

/** What is owed and was neither told nor given up, as sentences. */
export function lost({ debts }: World): string[] {
  return [...debts]
    .filter(([, { isOff, delivered, givenUp }]) => !isOff && delivered === 0 && givenUp.length === 0)
    .map(([key, { at }]) => `${key}, of ${new Date(at).toISOString()}`);
}
