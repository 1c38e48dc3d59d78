import { loadStories, storyNames } from '../../../../../dev/stories/read';
import {
  begin,
  conversationsOf,
  deliveriesOf,
  endSessions,
  NOW,
  playStory,
  relayOf,
} from '../../../../support/page-session';

afterEach(endSessions);

describe('a story', () => {
  it('is told as of now, its pauses included, and of another conversation each time', async () => {
    const session = await begin();
    const { player } = session;
    const opened = await player.open(session, 'picked-up-and-resolved');
    expect(opened).toMatchObject({ title: 'Picked up and resolved', done: 0, total: 4, pause: 0 });
    const played = await playStory(session, 'picked-up-and-resolved');
    expect(played.map(({ found }) => found)).toEqual([
      ['conversation.created'],
      ['conversation.group.assigned'],
      ['conversation.agent.assigned'],
      ['conversation.resolved'],
    ]);
    const recorded = loadStories(['picked-up-and-resolved'])[0]?.steps ?? [];
    expect(session.world.steps.map(({ at }) => at - NOW)).toEqual(
      recorded.map(({ at }) => at - (recorded[0]?.at ?? 0)),
    );
    const [first] = session.world.steps;
    expect(relayOf(session).playing).toMatchObject({ done: 4, total: 4, conversation: first?.conversation });

    await player.open(session, 'picked-up-and-resolved');
    await player.next(session);
    expect(conversationsOf(session).items).toHaveLength(2);
    await player.close(session);
    expect(relayOf(session).playing).toBeNull();
    await expect(player.next(session)).rejects.toThrow('No story is open: choose one first.');
    await expect(player.open(session, 'no-such-story')).rejects.toThrow(/^There is no story “no-such-story”/);
  });

  it.each(storyNames())('%s can be played, and everything in it is delivered and verified', async (name) => {
    const session = await begin();
    for (const { outcome, error } of await playStory(session, name))
      expect([outcome, error]).toEqual(['completed', '']);
    const { waiting } = relayOf(session);
    expect(deliveriesOf(session).filter(({ problem }) => problem !== null)).toEqual([]);
    expect(waiting).toEqual({ webhook: 0, slack: 0, teams: 0 });
  });
});
