/** Word that was left of a box while a driver with earlier boxes has not come to anything yet. */
import { named } from '../support/conversations';
import { HOUR, MINUTE, offer, START, trialWith, undelivered } from './trial';

test('what is in a box of the driver is told although its turns died, and the first to live goes by word of a later box', async () => {
  let isBusy = false;
  const trial = trialWith({
    hardships: {
      refuse: ({ name, target }) =>
        isBusy && name === 'schedule.fetch' && target === 'relay-outbox' ? 429 : undefined,
    },
    // A quarter of an hour behind, the driver's turns ask for others; they die before anything is written down.
    fate: ({ name, target, at }) =>
      name === 'db.get' && target.startsWith('box:') && at < START + 26 * MINUTE ? 'die-before' : 'proceed',
  });
  // The first is in the driver, the other in a box.
  await offer(trial, 2, 1_000);
  await trial.platform.clock.advanceTo(START + 13 * MINUTE);
  isBusy = true;
  await offer(trial, 1, 0, 2);
  await trial.platform.clock.advance(MINUTE);
  isBusy = false;
  trial.answer = { status: 200 };
  await trial.platform.clock.advance(3 * HOUR);
  expect([[...new Set(trial.taken)].sort(), undelivered(trial)]).toEqual([named(3), []]);
  expect([trial.platform.entries().map(({ key }) => key), trial.platform.schedules()]).toEqual([[], []]);
});

test('what is in a box is logged as undelivered where nobody can tell of a driver, and no word of it can be left', async () => {
  const isRefused = (name: string, target: string): boolean =>
    name.startsWith('schedule.') || (name === 'db.set' && target === 'outbox:undriven');
  const trial = trialWith({ hardships: { refuse: ({ name, target }) => (isRefused(name, target) ? 503 : undefined) } });
  await offer(trial, 1, 0);
  await trial.platform.clock.advance(MINUTE);
  expect(trial.platform.entries().map(({ key }) => key)).toEqual([`box:${START / MINUTE + 1}`]);
  expect(undelivered(trial)).toEqual(named(1));
});
