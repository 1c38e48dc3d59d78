import {
  OTHER_SECRET,
  SECRET,
  SLACK,
  TEAMS,
  WEBHOOK,
  bodyOf,
  edited,
  healthy,
  joined,
  sentBy,
} from '../../support/app';
import { named, tell } from '../../support/conversations';
import { signatureOf } from '../../support/signature';
import { MINUTE, HOUR, DOWN, appWith, conversationsIn, byConversation, givenUp, afterwards, takeAll } from './bed';

describe('settings changed while something is kept', () => {
  it('a new address and a new secret get the backlog', async () => {
    const app = appWith(DOWN);
    await tell(app, 3);
    app.platform.setIparams(edited(WEBHOOK, 'webhook', { url: 'https://other.example.com/in' }, OTHER_SECRET));
    takeAll(app);
    const [request, ...more] = await afterwards(app);
    expect([request?.host, request?.path, conversationsIn(request), more]).toEqual([
      'other.example.com',
      '/in',
      named(3),
      [],
    ]);
    expect(request?.headers['webhook-signature']).toBe(signatureOf(request, OTHER_SECRET));
  });

  it('what is kept for a destination that was taken off is given up, one line an event, and the others get theirs', async () => {
    const app = appWith(DOWN, {}, joined(WEBHOOK, SLACK));
    await tell(app, 2);
    // Kept on a page by now; the third is still in a box.
    await app.platform.clock.advance(12 * MINUTE);
    await tell(app, 1, 2);
    app.platform.setIparams(SLACK);
    takeAll(app, healthy);
    const later = await afterwards(app);
    expect(new Set(later.map(({ host }) => host))).toEqual(new Set(['slack.com']));
    expect(givenUp(app).sort(byConversation)).toEqual(
      named(3).map((conversation) => ({
        conversation,
        destination: 'webhook',
        reason: 'the destination was taken off',
      })),
    );
  });

  it('a malformed setting is waited for', async () => {
    const app = appWith(DOWN);
    await tell(app, 2);
    app.platform.setIparams(edited(WEBHOOK, 'webhook', { url: 'http://hooks.example.com' }));
    takeAll(app);
    await app.platform.clock.advance(2 * HOUR);
    expect(app.requests).toHaveLength(2);
    app.platform.setIparams(WEBHOOK);
    expect((await afterwards(app)).map(conversationsIn)).toEqual([named(2)]);
  });
});

describe('what is tried again', () => {
  it('has the same ids and body, and a timestamp and signature of the moment it is sent', async () => {
    const app = appWith(DOWN, {}, joined(WEBHOOK, TEAMS));
    await tell(app, 1);
    const first = sentBy('postToWebhook', app.requests)[0]!;
    await app.platform.clock.advance(10 * MINUTE);
    takeAll(app);
    const again = sentBy('postToWebhook', await afterwards(app))[0]!;
    expect([again.body, again.headers['webhook-id'], bodyOf(again)['type']]).toEqual([
      first.body,
      first.headers['webhook-id'],
      'conversation.events',
    ]);
    expect(again.headers['webhook-timestamp']).toBe(String(Math.floor(again.at / 1000)));
    expect(Number(again.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp'])).toBeGreaterThan(
      600,
    );
    expect(again.headers['webhook-signature']).toBe(signatureOf(again, SECRET));
  });
});
