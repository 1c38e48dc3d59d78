/** Twenty destinations, one of them down: what its outage takes of the request quota is little beside what happens meanwhile. */
import { dig, digText } from '../../packages/fresh-platform/lib/dig';
import { destination, eventsIn, joined, OTHER_SECRET } from '../support/app';
import { tell } from '../support/conversations';
import { STATE_KEY } from '../../src/platform/registry';
import { leftIn, MINUTE, START, traced } from './trace';

const IDS = Array.from({ length: 20 }, (...[, index]) => `w${index}`);
const TWENTY = joined(
  ...IDS.map((id) =>
    destination('webhook', OTHER_SECRET, {
      id,
      url: `https://${id}.example.com/in`,
      tell: ['Label or priority changed', 'Trouble'],
    }),
  ),
);

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
