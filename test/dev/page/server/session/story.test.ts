import { loadStories, storyNames } from '../../../../../dev/stories/read';
import { begin, conversationsOf, deliveriesOf, endSessions, NOW } from '../../../../support/page-session';

afterEach(endSessions);

describe('a story', () => {
  it('is told as of now, its pauses included, and of another conversation each time', async () => {
    const session = await begin();
    const opened = await session.open('picked-up-and-resolved');
    expect(opened).toMatchObject({ title: 'Picked up and resolved', done: 0, total: 4, pause: 0 });
    const found: (string[] | null)[] = [];
    for (let played = await session.next(); played !== null; played = await session.next())
      found.push(played.result.found);
    expect(found).toEqual([
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
    expect(session.state().playing).toMatchObject({ done: 4, total: 4, conversation: first?.conversation });

    await session.open('picked-up-and-resolved');
    await session.next();
    expect(conversationsOf(session).items).toHaveLength(2);
    await session.close();
    expect(session.state().playing).toBeNull();
    await expect(session.next()).rejects.toThrow('No story is open: choose one first.');
    await expect(session.open('no-such-story')).rejects.toThrow(/^There is no story “no-such-story”/);
  });

  it.each(storyNames())('%s can be played, and everything in it is delivered and verified', async (name) => {
    const session = await begin();
    await session.open(name);
    for (let played = await session.next(); played !== null; played = await session.next())
      expect([played.result.outcome, played.result.error]).toEqual(['completed', '']);
    const { waiting } = session.state();
    expect(deliveriesOf(session).filter(({ problem }) => problem !== null)).toEqual([]);
    expect(waiting).toEqual({ webhook: 0, slack: 0, teams: 0 });
  });
});
