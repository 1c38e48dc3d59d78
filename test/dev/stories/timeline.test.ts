import { duration } from '../../../packages/fresh-platform/lib/durations';
import { loadStories, type Step, type Story } from '../../../dev/stories/read';
import { cut, hang, lookOf, wrap } from '../../../packages/fresh-platform/lib/terminal';
import { timelineOf } from '../../../dev/stories/timeline';

function story(name: string): Story {
  return loadStories([name])[0]!;
}

describe('a timeline', () => {
  it('says who held the conversation, what happened and how long it took', () => {
    const { setting, moments, held } = timelineOf(story('handed-through-three-groups'));
    expect(setting).toEqual(['Harbour & Pine', 'web chat', 'Viktor Halloran']);
    expect(moments.map(({ after, holder, what }) => [after, holder, what]).slice(2, 5)).toEqual([
      [365_000, 'Tomás Ferreira, First line', 'Tomás Ferreira takes it'],
      [170_000, 'Billing (Tier 1)', 'Tomás Ferreira hands it to Billing (Tier 1) and lets it go'],
      [692_000, 'Mei Lin, Billing (Tier 1)', 'IntelliAssign gives it to Mei Lin'],
    ]);
    expect(held.find(({ holder }) => holder === 'Billing (Tier 1)')).toEqual({
      holder: 'Billing (Tier 1)',
      ms: 692_000,
    });
  });

  it('tells things in the order they happened, and what was told twice once', () => {
    const told = story('repeated-and-out-of-order');
    const { moments } = timelineOf(told);
    expect(moments).toHaveLength(told.steps.length - 1);
    expect(moments.every(({ after }) => after === undefined || after > 0)).toBe(true);
  });

  it('names what the system did after the part that did it', () => {
    const said = timelineOf(story('resolved-by-auto-resolve')).moments.map(({ what }) => what);
    expect(said).toContain('auto-resolve resolves it (1 d after it began)');
    expect(said).toContain('the customer’s message reopens it: “I was away, sorry. Yes please!”');
  });

  it('counts no time after a resolve', () => {
    expect(timelineOf(story('reopened-twice')).held.map(({ holder }) => holder)).not.toContain('resolved');
  });

  it('survives a payload that holds next to nothing, and lets no control character through', () => {
    const step = (payload: Step['payload']): Step => ({ at: 0, event: 'onConversationUpdate', payload });
    const changes = {
      model_changes: { odd: ['a', '\u001b[31mb'], status: 'new', assigned_agent_id: [null, 'someone-unknown'] },
    };
    const strange: Story = {
      ...story('suite-account'),
      steps: [step({ data: {} }), step({ data: { changes, conversation: null } }), step({})],
    };
    expect(timelineOf(strange).moments.map(({ holder, what }) => [holder, what])).toEqual([
      ['nobody', 'someone writes (no text)'],
      ['nobody', 'someone gives it to “someone-…” and sets odd to [31mb'],
      ['nobody', 'someone writes (no text)'],
    ]);
  });

  it.each([
    [0, '0 s'],
    [1, '< 1 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [221_000, '3 min 41 s'],
    [3_600_000, '1 h'],
    [7_505_000, '2 h 5 min'],
    [86_400_000, '1 d'],
    [234_000_000, '2 d 17 h'],
    [-5_000, '5 s earlier'],
  ])('says %d ms as people do', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });
});

describe('text on a terminal', () => {
  it('is cut, wrapped and hung to the width', () => {
    expect(cut('conversation', 6)).toBe('conve…');
    expect(wrap('a bc def ghij', 4)).toEqual(['a bc', 'def', 'ghij']);
    expect(wrap('after 2 h 5 min', 12)).toEqual(['after 2 h', '5 min']);
    expect(hang('to: ', 'one two three four five six', 4, 24)).toBe('to: one two three four\n    five six');
  });

  it('has colour only on a terminal whose owner wants it', () => {
    expect(lookOf({ isTTY: true, columns: 90 }, {}, 'cut')).toEqual({ width: 90, color: true, logs: 'cut' });
    expect(lookOf({ isTTY: true, columns: 90 }, { NO_COLOR: '1' }, 'cut').color).toBe(false);
    expect(lookOf({}, {}, 'full')).toEqual({ width: 110, color: false, logs: 'full' });
  });
});
