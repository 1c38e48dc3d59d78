import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storyViews } from '../../../../../dev/page/server/story/stories';
import { dig } from '../../../../../packages/fresh-platform/lib/dig';
import { storyNames } from '../../../../../dev/stories/read';
import { writeApp } from '../../../../../packages/fresh-platform/test/support/apps';
import { APP_DIR } from '../../../../support/app';
import { begin, deliver, endSessions, newFolder, NOW, simulate, states } from '../../../../support/page-session';

afterEach(endSessions);

describe('the app on the disk', () => {
  /** A copy of the app that can be broken. */
  function copyOfApp(): string {
    const folder = join(newFolder(), 'app');
    mkdirSync(folder);
    for (const part of ['config', 'server']) cpSync(join(APP_DIR, part), join(folder, part), { recursive: true });
    copyFileSync(join(APP_DIR, 'manifest.json'), join(folder, 'manifest.json'));
    cpSync(join(APP_DIR, 'node_modules', 'standardwebhooks'), join(folder, 'node_modules', 'standardwebhooks'), {
      recursive: true,
      dereference: true,
    });
    for (const name of ['@stablelib/base64', 'fast-sha256'])
      cpSync(join(APP_DIR, 'node_modules', name), join(folder, 'node_modules', name), {
        recursive: true,
        dereference: true,
      });
    return folder;
  }

  it('is read anew when it was built anew, broken or mended, without a restart', async () => {
    const appDir = copyOfApp();
    const server = join(appDir, 'server', 'server.js');
    const good = readFileSync(server, 'utf8');
    const session = await begin({ appDir });
    expect((await deliver(session)).problem).toBe('');

    writeFileSync(server, `${good}\nthis is no JavaScript\n`);
    await expect(deliver(session)).rejects.toThrow(/would be rejected:\n- server\/server\.js, line \d+, column \d+: /);
    expect(session.state().fault).toMatch(/would be rejected:\n- server\/server\.js, line \d+/);

    writeFileSync(join(appDir, 'config', 'requests.json'), '{ "postToWebhook": ');
    await expect(deliver(session)).rejects.toThrow(/would be rejected:\n- config\/requests\.json is not JSON: /);
    expect(session.state().fault).toMatch(/would be rejected:\n- config\/requests\.json is not JSON: /);

    copyFileSync(join(APP_DIR, 'config', 'requests.json'), join(appDir, 'config', 'requests.json'));
    writeFileSync(server, good);
    expect(states((await deliver(session)).told)).toEqual(['webhook delivered', 'slack delivered', 'teams delivered']);
    expect(session.state().fault).toBe('');
  });

  it('is not run when it breaks a rule', async () => {
    const appDir = copyOfApp();
    writeFileSync(join(appDir, 'manifest.json'), '{}');
    await expect(begin({ appDir })).rejects.toThrow(
      /would be rejected:\n- manifest\.json: "platform-version" must be "3\.0"/,
    );
  });

  it('may declare no set-up events: then it is installed all the same', async () => {
    const appDir = writeApp({
      server:
        'exports = { onConversationUpdate: function () { console.log("here"); }, onScheduledEvent: function () {} };\n',
    });
    const session = await begin({ appDir });
    expect(session.state().isInstalled).toBe(true);
    const { invocation } = await simulate(session, 'onConversationUpdate', '{}');
    expect(invocation?.logs.map(({ text }) => text)).toEqual(['here']);
    await session.uninstall();
    expect(session.state().isInstalled).toBe(false);
  });

  it('says what happens in every step of every story', () => {
    const stories = storyViews();
    expect(stories.map(({ name }) => name)).toEqual(storyNames());
    expect(stories.flatMap(({ steps }) => steps).filter(({ what }) => what === '')).toEqual([]);
    expect(
      stories.find(({ name }) => name === 'picked-up-and-resolved')?.steps.map(({ what, after }) => [what, after > 0]),
    ).toEqual([
      [expect.stringMatching(/^Nadia Okafor writes “Good morning!/), false],
      ['the topic’s routing gives it to First line', true],
      ['Asha Raman takes it', true],
      ['Asha Raman resolves it (2 h 4 min after it began)', true],
    ]);
  });

  it('offers every event with a payload, told as of now and of another conversation each time', async () => {
    const session = await begin();
    const named = session.steps().filter(({ kind }) => kind === 'event');
    expect(named.map(({ module, name, isInvented }) => `${module} ${name} ${isInvented}`)).toEqual([
      'common onScheduledEvent false',
      'chat_conversation onConversationCreate false',
      'chat_conversation onConversationUpdate false',
    ]);
    const payload = (): unknown => session.steps().find(({ name }) => name === 'onConversationCreate')?.payload;
    const ids = [payload(), payload()].map((one) => dig(one, 'data', 'conversation', 'conversation_id'));
    expect([dig(payload(), 'timestamp'), new Set(ids).size]).toEqual([NOW, 2]);
  });
});
