/// <reference lib="dom" />
import { goTo, MORNING, moveClock, playStory, setAllReceivers, type TestPage } from '../../../../dev/build/page-tour';
import { describeInBrowser } from '../../../../packages/fresh-platform/test/support/browser';
import { tabTo } from '../../../support/keyboard';
import { visits } from '../../../support/visit';

describeInBrowser('watching the app at work', (browser) => {
  const visit = visits(browser);

  it('opens on a story being played, its picture and what is said side by side', async () => {
    const page = await visit.open('/');
    await page.locator('#play', { hasText: 'Pause' }).waitFor();
    await page.locator('#steps .step-done').first().waitFor();
    await page.locator('.stage figure').getByText('Viktor Halloran').first().waitFor();
    await page.locator('.said-one[data-destination="slack"]').getByText('Nobody has it').first().waitFor();
    await page.locator('#play').click();
    await page.locator('#play', { hasText: 'Play' }).waitFor();
    await page.locator('#all-at-once').click();
    await page.locator('#steps .step-done').nth(7).waitFor();
    await page.locator('.said-one[data-destination="teams"]').getByText('resolved').first().waitFor();
    await page.locator('.said-one[data-destination="webhook"]').getByText('signature verified').waitFor();
    expect(await page.locator('#announcer').textContent()).toBe(
      'onConversationUpdate: completed. conversation.resolved. Webhook delivered, Slack delivered, Microsoft Teams delivered',
    );
    expect(new URL(page.url()).search).toBe('?story=handed-through-three-groups');
  });

  it('is one stop for Tab and arrows inside, and what was said follows', async () => {
    const page = await visit.open('/');
    await playStory(page, 'picked-up-and-resolved', 4);
    await page.locator('.said-one').getByText('resolved').first().waitFor();
    await tabTo(page, () => document.activeElement?.getAttribute('data-mark') ?? null, '3');
    await page.keyboard.press('ArrowLeft');
    await page.locator('.picture-detail-what', { hasText: 'Asha Raman takes it' }).waitFor();
    await page.locator('.said-one[data-destination="slack"]').getByText('picked').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.picture-frame') ?? null)).toBeNull();
  });

  it('survives an outage in sight: kept, shaded, told later, and found by filter, link and shared address', async () => {
    const page = await visit.open('/platform');
    await setAllReceivers(page, 'failing');
    await playStory(page, 'picked-up-and-resolved', 4);
    await page.locator('.badges', { hasText: 'messages kept' }).waitFor();
    await goTo(page, 'Deliveries');
    await page
      .locator('.delivery[data-state="kept"] .fate', { hasText: /^kept; the app looks at its outbox again at/ })
      .first()
      .waitFor();
    await goTo(page, 'Platform');
    await page.locator('#schedules li').first().waitFor();
    await page.locator('#store summary', { hasText: 'box:' }).first().click();
    await page.locator('#store pre').first().waitFor();
    await setAllReceivers(page, 'rules');
    await moveClock(page, 'plus-1-h');
    await page.locator('.badges', { hasText: 'nothing kept' }).waitFor();
    await goTo(page, 'Conversations');
    await page.locator('.picture-outage').first().waitFor({ state: 'attached' });
    await page.locator('.picture-detail-told').getByText('later').first().waitFor();
    await page.getByRole('link', { name: 'All its deliveries' }).click();
    await page.locator('.of-one').getByText('Nadia Okafor').waitFor();
    await page.locator('#filter-destination').selectOption('webhook');
    await page.locator('#filter-state').selectOption('retried');
    await page
      .locator('.delivery .fate', { hasText: /^kept, and delivered .* later, by #\d+$/ })
      .first()
      .waitFor();
    await page.waitForFunction(() => document.querySelector('.delivery:not([data-state="retried"])') === null);
    await page.locator('.delivery summary').first().click();
    await page.locator('.delivery-links').getByText('Nadia Okafor').first().waitFor();
    const shared = page.url();
    await page.goto('about:blank');
    await page.goto(shared);
    await page.locator('.delivery[open] .delivery-body pre').first().waitFor();
    expect(await page.locator('#filter-state').inputValue()).toBe('retried');
    await page.locator('.delivery[open] .delivery-links a').first().click();
    await page.locator('.stage figure').getByText('Nadia Okafor').first().waitFor();
  });

  it('pages through more conversations than fit, names each alike in list and heading, and says what it forgot', async () => {
    await deliver(visit.served);
    const [step] = visit.served.world.steps;
    for (let index = 1; index < 70; index += 1)
      visit.served.world.steps.push({ ...step!, conversation: `another-${String(index)}` });
    visit.served.world.forgotten.steps = 3;
    const page = await visit.open('/conversations');
    await page.getByText('70 conversations').waitFor();
    await page.getByText('3 oldest forgotten').waitFor();
    await page.locator('.choice-title').first().click();
    const named = await page.locator('.choice-title').first().textContent();
    await page.locator('.stage .picture-title', { hasText: named ?? '' }).waitFor();
    await page.getByText('page 1 of 4').waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('page 2 of 4').waitFor();
    await page.goto(`${visit.served.address}/conversations?q=another-69`);
    await page.getByText('1 of 70 conversations').waitFor();
  });

  it('breaks Slack for two hours, beside a design that keeps nothing, and lets time be scrubbed', async () => {
    const page = await visit.open('/outage');
    await page.locator('.scrub:not([hidden])').waitFor();
    const lost = page.locator('.outage-sum-naive .badge', { hasText: 'lost' });
    const numberIn = async (): Promise<number> => Number.parseInt((await lost.textContent()) ?? '', 10);
    expect(await page.locator('.outage-sum-ours').textContent()).toMatch(/(\d+) of \1 told0 kept 0 lost/);
    expect(await numberIn()).toBeGreaterThan(10);
    await page.locator('#scrubber').focus();
    await page.keyboard.press('Home');
    expect(await numberIn()).toBe(0);
    await page.locator('#scrubber').fill(String(MORNING + 60 * 60_000));
    await page.locator('.outage-sum-ours .badge', { hasText: /^[1-9]\d* kept$/ }).waitFor();
  });

  it('hears of news without a reload, and says when its server is gone', async () => {
    const page = await visit.open('/platform');
    visit.served.session.switchTo('webhook', 'just-in-time');
    await page.locator('#answering-webhook[data-tone="yellow"]').waitFor();
    await visit.served.session.advance(60_000);
    await page.locator('#clock', { hasText: '09:01:00 UTC' }).waitFor();
    await visit.served.close();
    await page.getByText('The server of this page does not answer.').waitFor();
    visit.complaints.splice(0);
  });
});

async function deliver({ session }: TestPage): Promise<void> {
  const step = session.steps().find(({ name }) => name === 'onConversationCreate');
  if (step !== undefined) await session.simulate(step, JSON.stringify(step.payload));
}
