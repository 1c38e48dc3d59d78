/** What a single refused operation does to reminders, whichever it is: nothing is lost, and what cannot be done is said. */
import { dig } from '../../packages/fresh-platform/lib/dig';
import type { Hardships } from '../../packages/fresh-platform/types';
import { summaryOf } from '../support/app';
import { refusedInTurn } from '../support/refused';
import { GROUP_B, HEARD, HOUR, idsOfOneName, MINUTE, office, START } from './office';
import { DAILY, DAY, summedOffice } from './summed-office';

type Refuse = NonNullable<Hardships['refuse']>;

const FIGURES = [
  ['total', 'created'],
  ['total', 'resolved'],
  ['day_before', 'created'],
];

/** What was told of each day of which the second is cut short by other settings, and what is left once nobody hears of them. */
async function summaries(refuse: Refuse) {
  const { created, resolved, clock, platform, ...office } = await summedOffice(DAILY, START, undefined, { refuse });
  await created();
  await clock.advance(DAY);
  await resolved(60, 'Shipping');
  const iparams = { ...DAILY, summary_at: '20:00' };
  platform.setIparams(iparams);
  await platform.call('settingsSaved', { settings: iparams });
  await created();
  await clock.advance(2 * DAY);
  const told = office
    .summaries()
    .map(({ event }) => [event['day'], ...FIGURES.map((path) => dig(event, ...path))].join(' '));
  const marks = platform.entries().map(({ value }) => value['told']);
  platform.setIparams({ ...iparams, destinations: [] });
  await clock.advance(2 * DAY);
  return { told: [...new Set(told)], marks, left: [...platform.schedules(), ...platform.entries()] };
}

test('every day is told with all that was counted, whichever operation of its summary the platform refuses', async () => {
  // An install goes on without a summary, and a page that saves is told that there is none.
  const isSetUp = (at: number): boolean => at % DAY === START % DAY;
  const { usual, others } = await refusedInTurn(summaries, ({ name, at }) => name !== 'request' && !isSetUp(at));
  expect(usual).toEqual({
    told: ['2026-11-02 1 0 0', '2026-11-03 1 1 1', '2026-11-04 0 0 1'],
    marks: [1, 1],
    left: [],
  });
  expect(others.length).toBeGreaterThan(20);
  for (const { refused, result } of others) expect({ refused, ...result }).toEqual({ refused, ...usual });
});

/** Of each conversation what its steps said of its wait, and at which minutes it was told, with its group. */
async function waits(minutes: number, refuse: Refuse): Promise<string[]> {
  const iparams = { ...HEARD, unattended_minutes: minutes };
  const world = office(iparams, undefined, START, {}, 'current', { refuse });
  const [first = '', second = '', third = ''] = idsOfOneName(3);
  const names = { first, second, third, alone: 'alone' };
  type Name = keyof typeof names;
  const said: Record<Name, unknown[]> = { first: [], second: [], third: [], alone: [] };
  const happens = async (name: Name, step: (id: string) => ReturnType<typeof world.created>): Promise<void> => {
    said[name].push(summaryOf(await step(names[name]))['unattended'] ?? 'nothing');
  };
  await happens('first', (id) => world.created(id));
  await happens('second', (id) => world.created(id));
  await happens('alone', (id) => world.created(id));
  await world.clock.advance(MINUTE);
  await happens('third', (id) => world.created(id));
  await happens('second', (id) => world.grouped(id, GROUP_B));
  await happens('first', (id) => world.assigned(id));
  await world.clock.advance((minutes + 2) * MINUTE);
  await happens('alone', (id) => world.resolved(id));
  await happens('third', (id) => world.assigned(id));
  await world.clock.advance(3 * HOUR);
  expect([world.platform.schedules(), world.platform.entries()]).toEqual([[], []]);
  return Object.entries(names).map(([name, id]) => {
    const told = world.raised().filter((one) => one.id === id);
    const times = told.map(({ minute, group }) => ` ${minute}${typeof group === 'string' ? ` ${group}` : ''}`);
    return `${name}: ${said[name as Name].join(', ')}; told${times.join()}`;
  });
}

type Row = [refused: string, ...otherwise: string[]];

test.each<[minutes: number, usual: string[], others: Row[]]>([
  [
    15,
    [
      'first: watched, attended; told',
      'second: watched, moved; told',
      'third: watched, attended; told',
      'alone: watched, attended; told 15',
    ],
    [
      ['create 99', 'first: not watched, attended; told', 'second: not watched, nothing; told'],
      ['fetch 99', 'second: not watched, nothing; told'],
      ['update 99', 'second: not watched, nothing; told'],
      ['create 75', 'alone: not watched, attended; told'],
      ['create 99', 'third: not watched, attended; told'],
      ['fetch 99', 'second: watched, not watched; told', 'third: not watched, attended; told'],
      ['update 99', 'second: watched, nothing; told', 'third: not watched, attended; told'],
      [
        'delete 99',
        'first: watched, still watched; told 15',
        'second: watched, moved; told 15 Shipping',
        'third: watched, attended; told 15',
      ],
      ['create 75'],
      ['delete 75', 'alone: watched, still watched; told 15, 30'],
      ['delete 99', 'third: watched, still watched; told'],
    ],
  ],
  [
    31,
    [
      'first: watched, attended; told',
      'second: watched, moved; told 31 Shipping, 62 Shipping',
      'third: watched, attended; told 31',
      'alone: watched, attended; told 31',
    ],
    [
      [
        'create 99',
        'first: not watched, attended; told',
        'second: not watched, nothing; told',
        'third: watched, attended; told 32',
      ],
      ['fetch 99', 'second: not watched, nothing; told', 'third: watched, attended; told 32'],
      ['update 99', 'second: not watched, nothing; told', 'third: watched, attended; told 32'],
      ['create 75', 'alone: not watched, attended; told'],
      ['create 99', 'third: not watched, attended; told'],
      [
        'fetch 99',
        'first: watched, still watched; told 31, 62',
        'second: watched, not watched; told 31, 62',
        'third: not watched, attended; told',
      ],
      [
        'update 99',
        'first: watched, still watched; told 31, 62',
        'second: watched, nothing; told 31, 62',
        'third: not watched, attended; told',
      ],
      ['create 75'],
      ['create 99', 'second: watched, moved; told 31 Shipping'],
      ['fetch 75', 'alone: watched, still watched; told 31, 62'],
      ['delete 75', 'alone: watched, still watched; told 31, 62'],
      ['fetch 99', 'third: watched, still watched; told 31, 62'],
      ['update 99', 'third: watched, still watched; told 31, 62'],
    ],
  ],
])(
  'where waits last %i minutes, a refused operation costs what the steps say, and nothing is left of it',
  async (minutes, usual, others) => {
    const played = await refusedInTurn((refuse) => waits(minutes, refuse));
    expect(played.usual).toEqual(usual);
    expect(
      played.others.map(({ refused, result }) => [
        refused
          .replace(/^schedule.| relay-wait/g, ' ')
          .replace(/ +-?/g, ' ')
          .trim(),
        ...result.filter((line) => !usual.includes(line)),
      ]),
    ).toEqual(others);
  },
);
