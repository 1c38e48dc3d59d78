/** A catch-up for Teams, whatever people are called: as written, in order of time, and small enough to be shown. */
import fc from 'fast-check';
import { batchesOf } from '../../../src/destinations/batches';
import { TEAMS_NOTES, teamsBody } from '../../../src/destinations/teams/card';
import { createTeams } from '../../../src/destinations/teams/teams';
import { digList, digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { escapedBytes } from '../../../src/lib/json';
import { readable } from '../../../src/messages/escaping';
import { noteOf } from '../../../src/messages/notes';
import { changed, MOMENT } from '../../support/app';
import { eventsFrom } from '../../support/events';

const limits = createTeams({
  id: 't1',
  kind: 'teams',
  name: 'Leads',
  tell: new Set(),
  filters: { groups: [], topics: [], sources: [], priorities: [] },
  address: { host: 'flows.example.com', path: '/workflows/abc' },
} as unknown as Parameters<typeof createTeams>[0]);

const HOST = { currentHost: { endpoint_urls: { freshchat: 'https://acme.freshchat.com' } } };
/** What a replacement pattern, JSON or a template could stumble over, and characters of many bytes. */
const parts = ['$1', '$&', '$$', '$`', '"', '\\', '\\"', '{{', '${', '<%', 'é', '見', '👩‍👩‍👧', 'علی', 'a', ' b'];
const name = fc
  .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 60 })
  .map((all) => all.join(''))
  .filter((text) => readable(text) === text && text.length <= 80);

function updateOf(conversation: number, name: string, minute: number): Json {
  const who = { first_name: name, name };
  return changed(
    { assigned_agent_id: ['x', 'agent-1'], priority: ['Low', `High ${minute}`], label_category_id: [null, 'l'] },
    {
      actor: { type: 'agent', id: 'agent-9', ...who },
      associations: {
        agent: { id: 'agent-1', ...who },
        group: { id: 'group-1', ...who },
        channel: { id: 'channel-1', ...who },
        user: { id: 'user-1', ...who },
        label_category: { id: 'l', ...who },
      },
      conversation: { conversation_id: `conversation-${conversation}-${'0'.repeat(24)}` },
    },
    { ...HOST, timestamp: MOMENT + minute * 60_000 },
  );
}

const runsIn = (body: string): string[] =>
  digList(JSON.parse(body), 'attachments', 0, 'content', 'body').flatMap((block) =>
    digList(block, 'inlines').map((run) => digText(run, 'text')),
  );
const bare = (text: string): string => text.replace(/[\u200b\u2068\u2069]/g, '');

describe('a catch-up for Teams', () => {
  it('has at most 28,672 bytes, also escaped, and every name as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), name), { minLength: 2, maxLength: 60 }), (updates) => {
        const payloads = updates.map(([conversation, who], minute) =>
          eventsFrom(updateOf(conversation, who, minute), 'onConversationUpdate', true),
        );
        const batches = batchesOf(payloads, limits);
        expect(batches.flat()).toHaveLength(payloads.length);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(TEAMS_NOTES);
          expect(escapedBytes(teamsBody(batch.map(noteOf)))).toBeLessThanOrEqual(28_672);
        }
        const told = bare(batches.flatMap((batch) => runsIn(teamsBody(batch.map(noteOf)))).join('\n'));
        for (const [, who] of updates) expect(told).toContain(who);
      }),
      { numRuns: 40 },
    );
  });

  it('tells what is about one conversation under its name, in order of time, whatever the order in which it was kept', () => {
    const minutes = [4, 0, 3, 1, 2];
    const notes = minutes.map((minute) =>
      noteOf(eventsFrom(updateOf(minute % 2, 'Ana', minute), 'onConversationUpdate', true)),
    );
    const runs = runsIn(teamsBody(notes));
    const priorities = runs.flatMap((run) => /to High (\d)/.exec(run)?.[1] ?? []);
    expect(priorities).toEqual(['0', '2', '4', '1', '3']);
    expect(runs.filter((run) => run === 'Ana’s conversation in Ana')).toHaveLength(2);
  });
});
