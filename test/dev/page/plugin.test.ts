import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulated } from '../../../packages/fresh-platform/page/server/api';
import { startPage } from '../../../packages/fresh-platform/page/server/server';
import { digText } from '../../../packages/fresh-platform/lib/dig';
import { plugin } from '../../../dev/page/plugin/plugin';
import type { ConversationPage } from '../../../dev/page/server/api/conversations';
import type { ConversationPicture } from '../../../dev/page/pictures/chart/picture';

const APP = join(__dirname, '..', '..', '..');
const PAYLOAD = readFileSync(join(APP, 'server/test_data/chat_conversation/onConversationUpdate.json'), 'utf8');

it('the page for any app draws this app’s conversations as lanes, with what became of them at the destinations', async () => {
  const page = await startPage({
    appDir: APP,
    port: 0,
    variant: 'current',
    now: Date.parse('2026-11-02T09:00:00.000Z'),
    plugins: [plugin],
  });
  try {
    expect(page.session.state().isInstalled).toBe(true);
    const named = { kind: 'event' as const, module: 'chat_conversation', name: 'onConversationUpdate' };
    const { problem }: Simulated = await page.session.simulate(named, PAYLOAD);
    expect(problem).toBe('');
    const get = async (path: string): Promise<unknown> => (await fetch(page.address + path)).json();
    const { items } = (await get('/api/conversations')) as ConversationPage;
    const id = items[0]?.id ?? '';
    expect(id).toBe(digText(JSON.parse(PAYLOAD), 'data', 'conversation', 'conversation_id'));
    const picture = (await get(`/api/conversation?id=${id}`)) as ConversationPicture;
    expect(picture.marks).toHaveLength(1);
    expect(picture.marks[0]?.types.length).toBeGreaterThan(0);
    expect(picture.marks[0]?.told.map(({ destination, state }) => [destination, state])).toEqual([
      ['webhook', 'delivered'],
      ['slack', 'delivered'],
      ['teams', 'delivered'],
    ]);
    expect(page.session.account.requests.map(({ answer }) => answer?.status)).toEqual(
      expect.arrayContaining([204, 200, 202]),
    );
    expect(await (await fetch(`${page.address}/plugins/relay.js`)).text()).toContain('createViews');
  } finally {
    await page.close();
  }
});
