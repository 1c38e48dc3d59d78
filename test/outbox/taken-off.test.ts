/** What is kept for a destination that is not set any more, operation by operation. */
import { edited, textsOf, WEBHOOK } from '../support/app';
import { leftIn, MINUTE, muchOf, START, traced } from './trace';

/** The same receiver under another id. */
const OTHER = edited({ ...WEBHOOK, secrets: { other: WEBHOOK.secrets['webhook'] ?? '' } }, 'webhook', { id: 'other' });

test('the pages of a destination that was taken off are read once and deleted, and what stands on them is logged whole', async () => {
  const app = traced({ ...WEBHOOK, personal_data: 'Include' });
  for (let index = 0; index < 40; index += 1) {
    await app.platform.invoke('onConversationCreate', muchOf(index));
    await app.platform.clock.advance(5_000);
  }
  await app.platform.clock.advanceTo(START + 15 * MINUTE);
  app.platform.setIparams(OTHER);
  await app.platform.clock.advance(MINUTE);
  const turn = app.platform.invocations.at(-1);
  // Looks that find nothing included: of boxes there are those of five minutes.
  const store = turn?.operations.filter(({ name, target }) => name.startsWith('db.') && !target.startsWith('box:'));
  const pages = ['page:webhook:0', 'page:webhook:1', 'page:webhook:2'];
  expect(store?.map(({ name, target }) => `${name} ${target}`)).toEqual([
    'db.get outbox:lease',
    'db.set outbox:lease',
    'db.get outbox',
    ...pages.flatMap((page) => [`db.get ${page}`, `db.delete ${page}`]),
    'db.set outbox',
    'db.set outbox',
    'db.set outbox:lease',
  ]);
  const undelivered = app.platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => JSON.parse(text) as { undelivered: { conversation: { id: string } }; reason: string });
  expect(undelivered.map(({ undelivered: { conversation } }) => conversation.id).sort()).toEqual(
    [...Array(40).keys()].map((index) => `c${index}`).sort(),
  );
  expect(new Set(undelivered.map(({ reason }) => reason))).toEqual(new Set(['the destination was taken off']));
  expect(turn && textsOf(turn).length).toBe(40);
  await app.platform.clock.advance(60 * MINUTE);
  expect(leftIn(app)).toEqual([]);
});
