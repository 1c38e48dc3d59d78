import { createClock } from '../../packages/fresh-platform/index';
import { changed, createApp, eventsIn, WEBHOOK } from '../support/app';
import { tell } from '../support/conversations';
import { MINUTE, START, traced } from './trace';

/** An app whose requests and whose store are refused from the start until `recover`, told of six changes a minute for three minutes. */
async function overloaded() {
  const { platform, requests } = createApp({ clock: createClock(START), iparams: WEBHOOK });
  const { requestsPerMinute, dbOperationsPerMinute } = platform.limits;
  Object.assign(platform.limits, { requestsPerMinute: 0, dbOperationsPerMinute: 0 });
  for (let change = 0; change < 18; change += 1) {
    await platform.clock.advanceTo(START + change * 10_000);
    const conversation = { conversation_id: `conversation-${change}` };
    await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }, { conversation }));
  }
  return {
    platform,
    requests,
    recover: () => Object.assign(platform.limits, { requestsPerMinute, dbOperationsPerMinute }),
  };
}

describe('what is in slots, while neither sweeps nor turns get anywhere', () => {
  it.each([10, 25])('is told once within half an hour after %i minutes of it, and nothing is left', async (minutes) => {
    const { platform, requests, recover } = await overloaded();
    await platform.clock.advanceTo(START + minutes * MINUTE);
    expect(platform.schedules().filter(({ name }) => name.startsWith('relay-slot-'))).toHaveLength(18);
    recover();
    requests.length = 0;
    await platform.clock.advance(30 * MINUTE);
    const told = requests.flatMap((request) => eventsIn(request).map(({ id }) => id));
    expect([told.length, new Set(told).size]).toEqual([18, 18]);
    await platform.clock.advance(30 * MINUTE);
    expect([platform.schedules(), platform.entries()]).toEqual([[], []]);
  });

  it('is looked at a few places at a time where turns lag, by chance at one besides the first', async () => {
    let isMissed = true;
    const firings = (name: string): number[] => (isMissed && /relay-(?:turn|sweep|outbox)/.test(name) ? [] : [0]);
    const app = traced(undefined, { random: () => 0, hardships: { firings } });
    await tell(app, 1);
    app.platform.limits.requestsPerMinute = 0;
    await tell(app, 3, 1);
    app.platform.limits.requestsPerMinute = 50;
    await app.platform.clock.advanceTo(START + 30 * MINUTE);
    isMissed = false;
    await app.platform.clock.advance(MINUTE);
    const turn = app.platform.invocations.at(-1);
    const looks = turn?.operations.filter(({ name }) => name === 'schedule.fetch').map(({ target }) => target);
    const first = `relay-slot-${START / MINUTE}`;
    expect(looks?.filter((name) => name.startsWith(first))).toEqual([first, `${first}-z`]);
  });
});
