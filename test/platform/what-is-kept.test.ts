import { dig } from '../../packages/fresh-platform/lib/dig';
import { createApp, EVERY_DESTINATION, eventsIn, healthy, hearing, payloadWith, sentBy, textsOf } from '../support/app';

const NAME = '見Zoë Ōkafor 🌊';
const who = { id: 'x', first_name: NAME, last_name: NAME, name: NAME, email: 'zoe.okafor@example.com' };
const WIDE = {
  associations: { group: who, channel: who, agent: null, user: who },
  conversation: { assigned_agent_id: null, assigned_group_id: 'x', status: 'new' },
};
const SETTINGS = {
  ...hearing(EVERY_DESTINATION),
  personal_data: 'Include',
  unattended_minutes: 15,
  summary_at: '18:00',
};

describe('while no receiver takes anything', () => {
  it('schedules hold ASCII, and the names of attributes less than 30 characters', async () => {
    const { platform } = createApp({ iparams: SETTINGS });
    await platform.install(SETTINGS);
    platform.setReceiver(() => ({ status: 503 }));
    for (const event of ['onConversationCreate', 'onConversationUpdate'] as const) {
      await platform.invoke(event, payloadWith(WIDE));
      await platform.invoke(event, payloadWith(WIDE));
    }
    const schedules = platform.schedules();
    expect(schedules.length).toBeGreaterThan(2);
    for (const { data } of schedules) expect(JSON.stringify(data)).toMatch(/^[\x20-\x7e]*$/);
    await platform.clock.advance(20 * 60_000);
    const entries = platform.entries();
    expect(entries.length).toBeGreaterThan(1);
    for (const { value } of entries) for (const name of Object.keys(value)) expect(name.length).toBeLessThan(30);
  });

  it('what stands in schedules is told whole, though the scheduler damages what is not ASCII', async () => {
    const { platform, requests } = createApp({ iparams: SETTINGS, hardships: { damagesText: true } });
    platform.setReceiver(() => ({ status: 429 }));
    await platform.invoke('onConversationCreate', payloadWith(WIDE));
    expect(platform.schedules().length).toBeGreaterThan(2);
    platform.setReceiver((request) => {
      requests.push(request);
      return healthy(request);
    });
    await platform.clock.advance(20 * 60_000);
    const told = sentBy('postToWebhook', requests).flatMap(eventsIn);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(['conversation.created', 'conversation.unattended']));
    for (const event of told) expect(dig(event, 'conversation', 'group', 'name')).toBe(`${NAME} ${NAME}`);
  });

  it('the log is masked all the same where personal data is included in what is told', async () => {
    const { platform } = createApp({ iparams: SETTINGS });
    const [line = ''] = textsOf(await platform.invoke('onConversationCreate', payloadWith(WIDE)));
    expect(line).toMatch(/^Logging arguments from onConversationCreate event: \{/);
    expect(line).not.toMatch(/okafor@|whsec_|xoxb-/);
    expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
      data: { associations: { user: { first_name: expect.not.stringContaining('Zo') as string } } },
    });
  });
});
