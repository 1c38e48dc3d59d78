/// <reference lib="dom" />
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { goTo, simulateEvent, startTestPage } from '../../../../dev/build/page-tour';
import { createForward } from '../../../../dev/page/server/account/forward';
import { secretsIn } from '../../../../dev/page/server/account/record';
import { describeInBrowser } from '../../../../packages/fresh-platform/test/support/browser';
import { visits } from '../../../support/visit';

describeInBrowser('trying the app', (browser) => {
  const visit = visits(browser);

  it('shows what an admin reads when an install is refused, and when it is not', async () => {
    await visit.served.session.uninstall();
    const page = await visit.open('/custom_configs');
    const settings = page.frameLocator('.settings-frame iframe');
    await settings.locator('#add-slack').click();
    await settings.getByLabel('Bot token').fill('xoxp-of-a-user');
    await settings.getByLabel('Channel').fill('C0NIGHT');
    await page.locator('#install').click();
    await page.locator('#settings-outcome').getByText('has a token that is not valid. Paste it again.').waitFor();
    await settings.getByLabel('Bot token').fill('xoxb-of-a-bot');
    await page.locator('#install').click();
    await page.locator('#settings-outcome').getByText('Installed.').waitFor();
    await page.locator('.remarks').getByText('took its test message').first().waitFor();
    await settings.getByText('It is set, and not shown again.').waitFor();
    await page.locator('#uninstall').click();
    await page.locator('#settings-outcome').getByText('Uninstalled.').waitFor();
    await page.locator('.badges', { hasText: 'not installed' }).waitFor();
    await goTo(page, 'Simulate');
    await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
    await page.locator('#simulate').click();
    await page.getByRole('alert').getByText('The app is not installed').waitFor();
    visit.complaints.splice(
      visit.complaints.findIndex((text) => text.includes('400')),
      1,
    );
  });

  it('says so where no destination is set and nobody is told', async () => {
    const page = await visit.open('/custom_configs');
    await page.locator('#uninstall').click();
    await page.locator('#settings-outcome').getByText('Uninstalled.').waitFor();
    await page.frameLocator('.settings-frame iframe').locator('.choices').waitFor();
    await page.locator('#install').click();
    await page.locator('.remarks').getByText('No destination is set, so nobody is told anything.').waitFor();
    await simulateEvent(page);
    await page.locator('#results').getByText('Nobody was told: no destination is set').waitFor();
  });

  it('shows a hostile name as the text it is', async () => {
    const page = await visit.open('/web/test');
    const { account } = visit.served.session;
    account.platform.setIparams({ ...account.iparams, personal_data: 'Include' });
    const name = '<img src=x onerror="window.hacked=1"> <!channel> [x](javascript:alert(1))';
    await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
    const payload = await page.locator('#payload').inputValue();
    await page
      .locator('#payload')
      .fill(payload.replaceAll('"Nadia"', JSON.stringify(name)).replaceAll('"Orders"', JSON.stringify(name)));
    await simulateEvent(page);
    for (const view of ['Conversations', 'Requests', 'Logs']) {
      await goTo(page, view);
      if (view === 'Requests') await page.locator('#requests summary').first().click();
      await page.locator('main').getByText('<img src=x onerror=').filter({ visible: true }).first().waitFor();
    }
    await goTo(page, 'Deliveries');
    for (const [destination, title] of [
      ['slack', 'Slack'],
      ['teams', 'Microsoft Teams'],
    ] as const) {
      await page.locator('#filter-destination').selectOption(destination);
      await page.locator('.delivery', { hasNotText: title }).first().waitFor({ state: 'detached' });
      await page.locator('.delivery', { hasText: 'img src=x' }).first().locator('summary').first().click();
      await page.locator('.delivery[open] .as-seen').first().getByText('img src=x onerror').first().waitFor();
    }
    expect(
      await page.evaluate(() => [
        (window as { hacked?: number }).hacked ?? null,
        document.querySelectorAll('img[src="x"], a[href^="javascript"]').length,
      ]),
    ).toEqual([null, 0]);
  });

  it('checks JSON as it is typed, and leads to the place', async () => {
    const page = await visit.open('/web/test');
    await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
    await page.locator('#payload').fill('{\n  "data": {,}\n}');
    expect(await page.locator('#payload-check').textContent()).toBe(
      'Line 2, column 12: a name in double quotes or } is expected here.',
    );
    expect(await page.locator('#payload').getAttribute('aria-invalid')).toBe('true');
    await page.locator('#go-to-error').click();
    expect(
      await page
        .locator('#payload')
        .evaluate((area) => [document.activeElement === area, (area as HTMLTextAreaElement).selectionStart]),
    ).toEqual([true, 13]);
    await page.keyboard.type(' ');
    await page.locator('#payload').fill('{}');
    expect(await page.locator('#payload-check').textContent()).toBe('This is JSON.');
  });

  it('leaves alone what was typed while a sample was on its way', async () => {
    const page = await visit.open('/web/test');
    await page.locator('#payload-check', { hasText: 'This is JSON.' }).waitFor();
    let release = (): void => undefined;
    const typed = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/steps', async (route) => {
      await typed;
      await route.continue();
    });
    const arrived = page.waitForResponse('**/api/steps');
    await page.getByRole('button', { name: 'Payload anew' }).click();
    await page.locator('#payload').fill('{ "mine": true }');
    release();
    await (await arrived).finished();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await page.locator('#payload').inputValue()).toBe('{ "mine": true }');
  });

  it('sends what the webhook is told on to a receiver of the person’s own, and tries it', async () => {
    await visit.served.remove();
    const seen = new Set<string>();
    let secret = '';
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        try {
          new Webhook(secret).verify(body, request.headers as Record<string, string>);
          seen.add(String(request.headers['webhook-id']));
          response.writeHead(204).end();
        } catch (error) {
          response.writeHead(401).end((error as Error).message);
        }
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    visit.served = await startTestPage({ forward: createForward(`http://127.0.0.1:${String(port)}/hook`) });
    secret = secretsIn(visit.served.session.account.iparams).find((text) => text.startsWith('whsec_')) ?? '';
    const page = await visit.open('/web/test');
    await simulateEvent(page);
    expect(seen.size).toBe(1);
    await goTo(page, 'Deliveries');
    await page.locator('#filter-destination').selectOption('webhook');
    await page.locator('.delivery', { hasNotText: 'Webhook' }).first().waitFor({ state: 'detached' });
    await page.locator('.delivery', { hasText: 'conversation.created' }).locator('summary').first().click();
    const answers = page.locator('.trial-answers li');
    for (const [name, verdict] of [
      ['Resend', 'they count once'],
      ['Repeat', 'It must count once'],
      ['Tampered', 'It refused it, as it should.'],
      ['Stale', 'It refused it, as it should.'],
      ['Unknown type', 'It took a type it does not know, as it should.'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await answers.first().getByText(verdict).waitFor();
    }
    expect(seen.size).toBe(3);
    receiver.close();
    receiver.closeAllConnections();
  });
});
