/** What comes before what, where clocks, refusals and other destinations could turn it around. */
import { changed, destination, joined, SECRET, WEBHOOK } from '../support/app';
import { tell } from '../support/conversations';
import { leftIn, MINUTE, traced } from './trace';

test('what is kept by machines whose clocks differ is told in the order of their times', async () => {
  let ahead = 0;
  const app = traced(undefined, { hardships: { clockAhead: () => ahead } });
  await tell(app, 1);
  ahead = 30_000;
  await tell(app, 1, 1);
  ahead = 0;
  await app.platform.clock.advance(10_000);
  await tell(app, 1, 2);
  app.trace();
  app.answer(() => 200);
  await app.platform.clock.advance(6 * MINUTE);
  expect(app.trace().filter((line) => line.includes('→'))).toEqual(['05:30 c0, c2, c1 → 200']);
});

test('a sweep tells each destination what is kept for it, and what holds something of another once that is told', async () => {
  const other = destination('webhook', SECRET, { id: 'other', url: 'https://other.example.com/', tell: ['Resolved'] });
  const app = traced(joined({ ...WEBHOOK }, other), { limits: { requestsPerMinute: 0 } });
  const { platform, requests } = app;
  await tell(app, 2);
  await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
  await tell(app, 2, 2);
  app.answer(() => 200);
  platform.limits.requestsPerMinute = 50;
  requests.length = 0;
  app.trace();
  await platform.clock.advance(8 * MINUTE);
  expect(app.trace().filter((line) => line.includes('→'))).toEqual([
    '05:20 c3, c2, c1 → 200',
    '05:20 conversation-1 → 200',
    '05:40 conversation-1, c0 → 200',
  ]);
  expect(requests.map(({ host }) => host)).toEqual(['hooks.example.com', 'other.example.com', 'hooks.example.com']);
  expect(leftIn(app)).toEqual([]);
});

test('a box has a time to live from its first item on, also at the second try, and keeps it as others are added', async () => {
  let asked = 0;
  const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
    name === 'db.set' && target.startsWith('box:') && (asked += 1) === 1 ? 503 : undefined;
  const app = traced(undefined, { hardships: { refuse } });
  await tell(app, 2);
  expect(app.trace().filter((line) => line.includes(' box:'))).toEqual([
    '00:00 db.set box:1 refused (503)',
    '00:00 db.set box:1',
  ]);
  expect(leftIn(app)).toContain('box:1 for 5760');
  await tell(app, 1, 2);
  expect(app.trace().filter((line) => line.includes(' box:'))).toEqual(['00:00 db.update box:1']);
  expect(leftIn(app)).toContain('box:1 for 5760');
});

test('a turn for slots that cannot come at its time is asked for at a later one', async () => {
  let asked = 0;
  const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
    name === 'schedule.create' && target.startsWith('relay-turn') && (asked += 1) === 1 ? 400 : undefined;
  const app = traced(undefined, { limits: { requestsPerMinute: 0 }, hardships: { refuse }, latency: () => 20 });
  await tell(app, 1);
  expect(leftIn(app).filter((name) => name.startsWith('relay-turn'))).toEqual([
    'relay-turn-8-0 at 08:00',
    'relay-turn-8.5-0 at 08:50',
  ]);
});
