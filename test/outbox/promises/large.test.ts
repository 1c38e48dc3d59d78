import type { OutgoingRequest } from '../../../packages/fresh-platform/types';
import { type Json } from '../../../packages/fresh-platform/lib/dig';
import { WEBHOOK, changed, eventsIn } from '../../support/app';
import { tell } from '../../support/conversations';
import { HOUR, DOWN, MINUTE, START, appWith, afterwards, takeAll } from './bed';

describe('what is large', () => {
  const changes = (size: number, characters: number): Json =>
    Object.fromEntries(
      [...Array(size).keys()].map((index) => [
        `cf_${index}`,
        ['a'.repeat(characters), `${index}`.padEnd(characters, 'b')],
      ]),
    );

  it.each([
    ['one event of more than 4 KB, trimmed', changed({ cf_note: ['x'.repeat(3_000), '"\\'.repeat(2_000)] })],
    ['events of more than a schedule holds', changed(changes(8, 300))],
    ['events of more than a store key holds', changed(changes(80, 300))],
    ['events of more than a request carries', changed(changes(200, 300))],
  ])('%s: is kept in pieces and told with the same ids and bodies', async (...[, large]) => {
    const app = appWith(DOWN, {}, { ...WEBHOOK, personal_data: 'Include' });
    const direct = appWith(() => ({ status: 200 }), {}, { ...WEBHOOK, personal_data: 'Include' });
    await app.platform.invoke('onConversationUpdate', large);
    for (const { name, data } of app.platform.schedules())
      expect([name, Buffer.byteLength(JSON.stringify(data)) <= 4_096]).toEqual([name, true]);
    takeAll(app);
    const later = await afterwards(app);
    await direct.platform.invoke('onConversationUpdate', large);
    await direct.platform.clock.advance(HOUR);
    const told = (requests: OutgoingRequest[]): string[] =>
      requests
        .flatMap(eventsIn)
        .map((event) => JSON.stringify(event))
        .sort();
    expect(told(later)).toEqual(told(direct.requests));
    for (const { body } of later) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(100_000);
  });

  it('takes a slot for each of two events that none holds together, and leaves the store alone', async () => {
    // A letter that is not ASCII takes three in a schedule.
    const twoTexts = { cf_0: ['漢'.repeat(400), '字'.repeat(400)], cf_1: ['語'.repeat(400), '文'.repeat(400)] };
    const app = appWith(DOWN, { requestsPerMinute: 0 }, { ...WEBHOOK, personal_data: 'Include' });
    await app.platform.invoke('onConversationUpdate', changed(twoTexts));
    const slots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-'));
    expect([slots.length, app.platform.entries()]).toEqual([2, []]);
    app.platform.limits.requestsPerMinute = 50;
    takeAll(app);
    expect((await afterwards(app)).flatMap(eventsIn)).toHaveLength(2);
  });

  it('is kept in pieces as well where a box is marked, and each is told within one request', async () => {
    const app = appWith(DOWN, {}, { ...WEBHOOK, personal_data: 'Include' });
    await tell(app, 2);
    // More than a request carries, and packed less than a key may hold of it.
    const actor = { type: 'user', id: 'user-1', first_name: 'Priya'.repeat(100), last_name: 'Menon'.repeat(100) };
    await app.platform.invoke('onConversationUpdate', changed(changes(100, 2), { actor }));
    takeAll(app);
    const later = await afterwards(app);
    expect(new Set(later.flatMap(eventsIn).map((event) => String(event['id']))).size).toBe(102);
    for (const { body } of later) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(100_000);
  });

  it('fills four keys of its minute one after the other, goes to slots where they are full, and is told once', async () => {
    const limits = { scheduleOperationsPerMinute: Infinity };
    const app = appWith(DOWN, limits, { ...WEBHOOK, personal_data: 'Include' });
    const ids = [...Array(8).keys()].map((index) => `c${index}`);
    for (const id of ids)
      await app.platform.invoke(
        'onConversationUpdate',
        changed(changes(80, 300), { conversation: { conversation_id: id } }),
      );
    // The last of the two minutes that share a box.
    const minute = START / MINUTE + 1;
    expect(app.platform.entries().map(({ key }) => key)).toEqual(
      ['', ':1', ':2', ':3'].map((part) => `box:${minute}${part}`),
    );
    expect(app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-')).length).toBeGreaterThan(0);
    takeAll(app);
    const told = (await afterwards(app)).flatMap(eventsIn).map((event) => String(event['id']));
    expect([told.length, new Set(told).size]).toEqual([8 * 80, 8 * 80]);
  });
});
