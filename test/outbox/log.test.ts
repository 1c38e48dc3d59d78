import { isRecord } from '../../packages/fresh-platform/lib/dig';
import { HOUR, offer, trialWith, type Trial } from './trial';

/** What the turns so far said of the outbox, in order. */
function saidBy({ platform }: Trial): unknown[] {
  const texts = platform.invocations.flatMap(({ logs }) => logs.map(({ text }) => text));
  const lines = texts.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as unknown);
  return lines.filter(isRecord).flatMap((line) => ('outbox' in line ? [line['outbox']] : []));
}

it('every turn that sent something says what was delivered and what waits, and no other says anything', async () => {
  const trial = trialWith({});
  await offer(trial, 1, 0);
  await trial.platform.clock.advance(HOUR);
  const tries = trial.requests.length - 1;
  expect(tries).toBeGreaterThan(3);
  expect(saidBy(trial)).toEqual(Array(tries).fill({ webhook: { delivered: 0, waiting: 1 } }));
  trial.answer = { status: 200 };
  await trial.platform.clock.advance(2 * HOUR);
  expect(saidBy(trial).slice(tries)).toEqual([{ webhook: { delivered: 1, waiting: 0 } }]);
});
