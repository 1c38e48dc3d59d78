import { DESTINATIONS } from '../../../dev/stories/destinations';
import { passTime } from '../../../dev/stories/pass-time';
import { loadScenario, parseScenario, scenarioNames } from '../../../dev/stories/scenario';
import { tableIn } from '../../support/markdown';

it.each(scenarioNames())('the scenario %s comes as it says', async (name) => {
  const scenario = loadScenario(name);
  expect(scenario.name).toBe(name);
  const { problems, told } = await passTime(scenario);
  expect(problems).toEqual([]);
  expect(told).toHaveLength(scenario.byItself.length);
});

test('the scenarios are all in the table of their README, with what they teach', () => {
  const rows = scenarioNames().map((name) => ({
    scenario: `[\`${name}\`](scenarios/${name}.json)`,
    'what it teaches': loadScenario(name).teaches,
  }));
  expect(tableIn('test_data/README.md', 'scenario')).toEqual(rows);
});

describe('what does not come as a scenario says', () => {
  const night = loadScenario('a-night');

  it('is named with its time', async () => {
    const [first, ...others] = night.byItself;
    const { problems } = await passTime({ ...night, byItself: others });
    expect(problems).toEqual([
      `conversation.unattended was told at ${new Date(first?.at ?? 0).toISOString()}, and nobody expected it.`,
    ]);
    const early = night.byItself.map((one) => ({ ...one, at: one.at - 3_600_000 }));
    expect((await passTime({ ...night, byItself: early })).problems).toHaveLength(8);
  });

  it('is named where somebody was still refused at the end', async () => {
    const outages = [{ destination: 'teams' as const, from: 0, to: Infinity }];
    const { problems } = await passTime({ ...night, outages });
    expect(problems).toContain('teams: It was answered with HTTP 503.');
  });
});

test('a file that is no scenario is refused with the place', () => {
  const value = { name: 'x', title: 'x', teaches: 'x', account: { name: 'x', url: 'x', region: 'x' } };
  const steps = [{ at: '2026-11-02T09:00:00.000Z', event: 'onConversationCreate', payload: { data: {} } }];
  expect(() => parseScenario({ ...value, steps }, 'x.json')).toThrow('x.json.until must be a time');
  const outages = [{ destination: 'pager' }];
  expect(() => parseScenario({ ...value, steps, outages, until: '2026-11-03' }, 'x.json')).toThrow(
    `x.json: outages[0].destination must be one of ${DESTINATIONS.join(', ')}.`,
  );
});
