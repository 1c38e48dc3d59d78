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

  it.each([[], ['Created', 'Trouble'], 7, 'Daily summary'])(
    'sets none up for a destination that is told %j, although a time is set',
    async (tell) => {
      const app = createApp({ iparams: WEBHOOK });
      const settings = { ...daily, destinations: [{ tell }] };
      expect(await answerOf(app, 'settingsSaved', { settings })).toEqual({ ok: true });
      expect(planned(app)).toBe(0);
    },
  );

  it.each([
    ['is gone already', 404, true, 1],
    ['stays for want of quota', 429, false, 1],
    ['stays because the platform is out of order', 500, false, 3],
    ['stays because the platform is busy', 503, false, 3],
    ['stays for a reason that does not pass', 499, false, 1],
  ])('says whether the summary is taken off: where its schedule %s', async (...[, status, ok, times]) => {
    let asked = 0;
    const refuse = ({ name }: { name: string }): number | undefined => {
      if (name !== 'schedule.delete') return undefined;
      asked += 1;
      return status;
    };
    const app = createApp({ iparams: WEBHOOK, hardships: { refuse } });
    await answerOf(app, 'settingsSaved', { settings: daily });
    expect(await answerOf(app, 'settingsSaved', { settings: { ...daily, destinations: [] } })).toEqual({ ok });
    expect(asked).toBe(times);
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
