import { WEBHOOK, createApp, hearing } from '../../support/app';
import { tell, updateOf } from '../../support/conversations';
import { HOUR, DOWN, appWith, conversationsIn, expectRest, afterwards, takeAll } from './bed';

describe('uninstalling', () => {
  it('in the middle of a drain lets go; what is kept after the next install is delivered, and nothing remains', async () => {
    const app = appWith(DOWN);
    await tell(app, 3);
    const driver = app.platform.schedules()[0]?.at ?? 0;
    await app.platform.clock.advanceTo(driver + 30);
    expect((await app.platform.uninstall()).rendered).toBeNull();
    await app.platform.clock.advance(HOUR);
    takeAll(app);
    expect((await app.platform.install(hearing(WEBHOOK))).rendered).toBeNull();
    takeAll(app, DOWN);
    await tell(app, 1, 3);
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn)).toContain('c3');
  });

  it('while something is being kept lets go', async () => {
    const app = createApp({ iparams: WEBHOOK, receiver: () => ({ status: 503, latency: 5_000 }), latency: () => 100 });
    const telling = app.platform.start('onConversationUpdate', updateOf(0));
    await app.platform.clock.advance(5_350);
    expect((await app.platform.uninstall()).rendered).toBeNull();
    expect((await app.platform.clock.until(telling)).outcome).toBe('completed');
    takeAll(app);
    await app.platform.clock.advance(HOUR);
    expectRest(app);
  });
});
