/// <reference lib="dom" />
import { describeInBrowser } from '../../../packages/fresh-platform/test/support/browser';
import { seriousFindings } from '../../support/axe';
import { poorTexts } from '../../support/contrast';
import { REFUSED, settingsPages } from '../../support/settings-visit';

describeInBrowser('reading the settings page', (browser) => {
  const at = settingsPages(browser);

  it('can be used by keyboard alone', async () => {
    const page = await at.openNew();
    await at.settings.locator('#add-webhook').focus();
    await page.keyboard.press('Enter');
    await at.settings.locator('input[id^=name-of-]:focus').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Orders');
    await page.keyboard.press('Tab');
    await page.keyboard.type('https://hooks.example.com/relay');
    await at.settings.locator('#hours-on').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await at.settings.locator('fw-button[id^=add-slack]').getByRole('button').focus();
    await page.keyboard.press('Enter');
    await at.settings.locator('input[id^=name-of-]:focus').waitFor();
    await at.settings.locator('button[id^=remove-]').last().focus();
    await page.keyboard.press('Enter');
    await at.settings.locator('fw-button[id^=remove-now-]:focus-within').waitFor();
    await page.keyboard.press('Enter');
    await at.settings.locator('#destinations-title:focus').waitFor();
    await at.succeed('install', 'Installed.');
    expect(at.iparams()['hours']).toEqual({ days: ['Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '18:00' });
    expect(at.iparams()['destinations']).toMatchObject([{ name: 'Orders', url: 'https://hooks.example.com/relay' }]);
  });

  it.each(['light', 'dark'] as const)(
    'can be read in the %s and by a screen reader, on screens from 320 px on, with a name that runs from right to left',
    async (scheme) => {
      const page = await at.open(scheme);
      for (const id of ['webhook', 'slack', 'teams']) await at.openCard(id);
      await at.settings.locator('#name-of-teams').fill('مجموعة الدعم (2)');
      await at.settings.locator('#secret-of-webhook-replace').click();
      await at.settings.locator('#unattended').fill('3');
      await at.press('save', REFUSED);
      for (const summary of await at.settings.locator('summary').all())
        if ((await summary.locator('..').getAttribute('open')) === null) await summary.click();
      for (const width of [320, 800, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await at.frameOf().evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect({ width, wide }).toEqual({ width, wide: false });
      }
      expect(await poorTexts(at.frameOf())).toEqual([]);
      expect(await seriousFindings(at.frameOf())).toEqual([]);
    },
  );
});
