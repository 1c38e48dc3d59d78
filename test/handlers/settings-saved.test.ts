/** What is set up anew when settings are edited. */
import { createApp, WEBHOOK, type TestApp } from '../support/app';
import { answerOf, beforeInstalling } from '../support/page-functions';

describe('settingsSaved', () => {
  const daily = { summary_at: '18:30', time_zone: 'Europe/Berlin', destinations: [{ tell: ['Daily summary'] }] };
  const planned = ({ platform }: TestApp): number => platform.schedules().length;

  it('sets the daily summary up by what is saved, without a secret, and takes it off where nobody hears it', async () => {
    const app = createApp({ iparams: WEBHOOK });
    expect(await answerOf(app, 'settingsSaved', { settings: daily })).toEqual({ ok: true });
    expect(planned(app)).toBe(2);
    expect(await answerOf(app, 'settingsSaved', { settings: { ...daily, destinations: [] } })).toEqual({ ok: true });
    expect(planned(app)).toBe(1);
  });

  it.each([undefined, 7, { destinations: 'all' }, { summary_at: {}, destinations: [[], null, { tell: 7 }] }])(
    'takes %j for settings without a summary',
    async (settings) => {
      const app = createApp({ iparams: WEBHOOK });
      expect(await answerOf(app, 'settingsSaved', { settings })).toEqual({ ok: true });
      expect(planned(app)).toBe(0);
    },
  );

  it('answers before installing', async () => {
    expect(await answerOf(beforeInstalling(), 'settingsSaved', { settings: daily })).toEqual({ ok: false });
  });
});
