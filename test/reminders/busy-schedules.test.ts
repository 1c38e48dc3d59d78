import { outcomeIn, summaryOf, WEBHOOK } from '../support/app';
import { HEARD, HOUR, MINUTE, office, START } from './office';

/** Heard are the changes as well, so that what a payload tells can be seen to arrive. */
const ALL = { ...WEBHOOK, unattended_minutes: 15 };

describe('while the schedules take nothing, a payload says so of the wait and is told all the same', () => {
  it('where the wait begins, moves or ends', async () => {
    const { created, grouped, assigned } = office(ALL, undefined, START, { scheduleOperationsPerMinute: 0 });
    const said = [];
    for (const happens of [created, grouped, assigned]) {
      const result = await happens('c1');
      said.push([summaryOf(result)['unattended'], outcomeIn(result, 'webhook')]);
    }
    expect(said).toEqual([
      ['not watched', 'delivered'],
      ['not watched', 'delivered'],
      ['still watched', 'delivered'],
    ]);
  });

  it('where a wait that lies pending for hours ends', async () => {
    const nights = { ...ALL, unattended_minutes: 60 };
    const { created, assigned, clock } = office(nights, undefined, START, { scheduleOperationsPerMinute: 1 });
    expect(summaryOf(await created('c1'))['unattended']).toBe('watched');
    const result = await assigned('c1');
    expect([summaryOf(result)['unattended'], outcomeIn(result, 'webhook')]).toEqual(['still watched', 'delivered']);
    await clock.advance(HOUR);
  });
});

test('what is due is told where the schedules take no second turn', async () => {
  const { created, clock, raised, platform } = office(HEARD);
  await created('c1');
  await clock.advance(14 * MINUTE);
  platform.limits.scheduleOperationsPerMinute = 0;
  await clock.advance(3 * HOUR);
  expect(raised().map(({ minute }) => minute)).toEqual([15]);
});

test('what is taken off as a wait ends is asked for again as long as the platform is busy for a moment', async () => {
  let asked = 0;
  const refuse = ({ name }: { name: string }): number | undefined =>
    name === 'schedule.delete' && (asked += 1) <= 2 ? 503 : undefined;
  const { created, assigned, watches, clock } = office(HEARD, undefined, START, {}, 'current', { refuse });
  await created('c1');
  await clock.advance(5 * MINUTE);
  expect(summaryOf(await assigned('c1'))['unattended']).toBe('attended');
  expect([asked, watches()]).toEqual([3, []]);
});
