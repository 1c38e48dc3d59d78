/** Twenty destinations, one of them down: what its outage takes of the request quota is little beside what happens meanwhile. */
import { createClock } from '../../packages/fresh-platform/index';
import { dig, digText } from '../../packages/fresh-platform/lib/dig';
import { destination, eventsIn, joined, OTHER_SECRET, type Iparams } from '../support/app';
import { tell } from '../support/conversations';
import { STATE_KEY } from '../../src/platform/registry';
import { leftIn, MINUTE, START, traced } from './trace';

const IDS = Array.from({ length: 20 }, (...[, index]) => `w${index}`);
const setWith = (ids: readonly string[]): Iparams =>
  joined(
    ...ids.map((id) =>
      destination('webhook', OTHER_SECRET, {
        id,
        url: `https://${id}.example.com/in`,
        tell: ['Label or priority changed', 'Trouble'],
      }),
    ),
  );
const TWENTY = setWith(IDS);

test('the others are told of an outage and of its end a few at a time, and a turn leaves them the quota for two payloads each', async () => {
  const app = traced({ ...TWENTY, unattended_minutes: 0 });
  let isDown = true;
  const sent: { minute: number; host: string; types: unknown[]; status: number }[] = [];
  app.platform.setReceiver((request) => {
    const status = isDown && request.host === 'w0.example.com' ? 503 : 200;
    const types = eventsIn(request).map(({ type }) => type);
    sent.push({ minute: Math.floor((request.at - START) / MINUTE), host: request.host, types, status });
    return { status };
  });
  for (let minute = 0; minute < 60; minute += 1) {
    await app.platform.clock.advanceTo(START + minute * MINUTE);
    await tell(app, 1, minute);
    if (minute === 40) isDown = false;
  }
  await app.platform.clock.advance(60 * MINUTE);
  const news = sent.filter(({ types }) => types.some((type) => String(type).startsWith('relay.')));
  const toldOf = (type: string): string[] => news.filter(({ types }) => types.includes(type)).map(({ host }) => host);
  const others = IDS.slice(1).map((id) => `${id}.example.com`);
  expect(toldOf('relay.trouble').sort()).toEqual([...others].sort());
  expect(toldOf('relay.recovered').sort()).toEqual([...others].sort());
  const inMinute = (minute: number): number => news.filter((each) => each.minute === minute).length;
  // Six, and what found a turn's share of the quota used up and waited on a page.
  expect(Math.max(...news.map(({ minute }) => inMinute(minute)))).toBeLessThan(8);
  // Twenty a minute are live.
  const turns = [...Array(60).keys()].map((minute) => sent.filter((each) => each.minute === minute).length - 20);
  expect(Math.max(...turns)).toBe(10);
  const delivered = sent.filter(({ status }) => status === 200).flatMap(({ types }) => types);
  expect(delivered.filter((type) => type === 'conversation.priority.changed')).toHaveLength(60 * 20);
  expect(leftIn(app)).toEqual([]);
});

test('the state says nothing of a destination for which nothing waits, and forgets an outage once its end was told', async () => {
  const app = traced({ ...TWENTY, unattended_minutes: 0 });
  let isDown = true;
  app.platform.setReceiver(({ host }) => ({ status: isDown && host === 'w0.example.com' ? 503 : 200 }));
  const lanes = (): string[] => {
    const state = app.platform.entries().find(({ key }) => key === STATE_KEY)?.value;
    return Object.keys(dig(JSON.parse(digText(state, 'state') || '{}'), 'lanes') ?? {});
  };
  await tell(app, 3);
  await app.platform.clock.advance(30 * MINUTE);
  expect(lanes()).toEqual(['w0']);
  isDown = false;
  await app.platform.clock.advance(11 * MINUTE);
  expect(lanes()).toEqual([]);
});

test('what was given up in an outage that is over is not told of the next, even where that begins in the very same turn', async () => {
  const iparams = { ...setWith(IDS.slice(0, 3)), unattended_minutes: 0 };
  const down = new Set(['w0.example.com']);
  const before = traced(iparams);
  before.platform.setReceiver(({ host }) => ({ status: down.has(host) ? 503 : 200 }));
  await tell(before, 1);
  await before.platform.clock.advance(16 * MINUTE);
  down.add('w1.example.com');
  await tell(before, 1, 1);
  await before.platform.clock.advance(14 * MINUTE);
  // As if three days of such an outage had passed.
  const snapshot = before.platform.snapshot();
  for (const entry of snapshot.store) entry.json = entry.json.replaceAll('\\"givenUp\\":0', '\\"givenUp\\":3');
  const app = traced(iparams, { snapshot, clock: createClock(START + 30 * MINUTE) });
  const news: unknown[] = [];
  const later = START + 35 * MINUTE;
  app.platform.setReceiver((request) => {
    const events = eventsIn(request);
    const isNews = events.some(({ type }) => String(type).startsWith('relay.'));
    if (request.host === 'w2.example.com')
      news.push(...events.map((event) => [dig(event, 'destination', 'id'), event['type'], event['given_up']]));
    // The first takes what waited for it as the other has failed for a quarter of an hour, and nothing of what it is told then.
    const isDown = down.has(request.host) && (request.host === 'w1.example.com' || isNews || request.at < later);
    return { status: isDown ? 503 : 200 };
  });
  // One turn tells both, and then the first fails anew, for less than a quarter of an hour.
  await app.platform.clock.advanceTo(START + 50 * MINUTE);
  expect(news).toEqual([
    ['w0', 'relay.recovered', 3],
    ['w1', 'relay.trouble', 3],
  ]);
});
