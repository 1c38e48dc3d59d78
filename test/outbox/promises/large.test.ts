import type { OutgoingRequest } from '../../../packages/fresh-platform/types';
import { type Json } from '../../../packages/fresh-platform/lib/dig';
import { WEBHOOK, changed, eventsIn } from '../../support/app';
import { HOUR, DOWN, appWith, afterwards, takeAll } from './bed';

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
});
