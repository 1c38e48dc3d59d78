/** A recorded run as a page that opens from a disk: `npm run demo` writes dist/demo/, one folder that can be put anywhere. */
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../page/server/account/holdings';
import type { Recording } from '../page/client/recorded/recording';
import { conversationPicture } from '../page/server/account/conversation';
import { deliveryBody } from '../page/server/account/delivery-view';
import { conversationsOf } from '../page/server/account/lists';
import { playOutage } from '../page/server/outage/outage';
import { storyViews } from '../page/server/story/stories';
import { bundle, pageStyle } from '../../packages/fresh-platform/page/server/files';
import { DESTINATIONS } from '../stories/destinations';
import { startTestPage, type TestPage } from './page-tour';

const APP_DIR = join(__dirname, '..', '..');
const PAGE = join(APP_DIR, 'dev', 'page');

/** Every story, one after the other, the third of them while Slack takes nothing. */
async function record(served: TestPage): Promise<Recording> {
  const { session, world } = served;
  const offered = storyViews();
  const stories: Recording['stories'] = {};
  for (const [index, { name }] of offered.entries()) {
    session.switchTo('slack', index === 2 ? 'failing' : 'rules');
    stories[name] = await recordStory(served, name);
  }
  session.switchTo('slack', 'rules');
  await session.advance(60 * 60_000);
  await served.player.close(session);
  const conversations = conversationsOf(world);
  return {
    offered,
    state: { revision: 1, ...session.state() },
    stories,
    conversations,
    pictures: Object.fromEntries(conversations.map(({ id }) => [id, pictureIn(world, id)])),
    deliveries: world.deliveries.map((delivery) => deliveryBody(world, delivery)),
    outages: await Promise.all(DESTINATIONS.map((destination) => playOutage(APP_DIR, { destination, hours: 2 }))),
  };
}

async function recordStory({ session, player, world }: TestPage, name: string): Promise<Recording['stories'][string]> {
  const opened = await player.open(session, name);
  const steps: Recording['stories'][string]['steps'] = [];
  for (let played = await player.next(session); played !== null; played = await player.next(session))
    steps.push({ ...played, picture: pictureIn(world, played.result.conversation) });
  return { opened, steps };
}

function pictureIn(world: World, id: string): Recording['pictures'][string] {
  const picture = conversationPicture(world, id);
  if (picture === null) throw new Error(`There is no conversation ${id}.`);
  return picture;
}

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="description" content="a recorded run" />
    <title>Conversation Relay</title>
    <link rel="icon" href="icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="page.css" />
    <link rel="stylesheet" href="relay.css" />
    <link rel="stylesheet" href="pictures.css" />
    <script src="recording.js" defer></script>
    <script src="page.js" defer></script>
  </head>
  <body></body>
</html>
`;

/** Writes the demo, and returns the address of its page. */
export async function writeDemo(folder = join(APP_DIR, 'dist', 'demo')): Promise<string> {
  const served = await startTestPage();
  const recording = await record(served);
  await served.remove();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), HTML);
  writeFileSync(join(folder, 'recording.js'), `globalThis.recording = ${JSON.stringify(recording)};\n`);
  writeFileSync(join(folder, 'page.js'), bundle(join(PAGE, 'client', 'recorded', 'demo.ts'), 'iife'));
  writeFileSync(join(folder, 'page.css'), pageStyle());
  copyFileSync(join(PAGE, 'client', 'relay.css'), join(folder, 'relay.css'));
  copyFileSync(join(PAGE, 'static', 'icon.svg'), join(folder, 'icon.svg'));
  copyFileSync(join(PAGE, 'pictures', 'pictures.css'), join(folder, 'pictures.css'));
  return join(folder, 'index.html');
}

if (require.main === module)
  writeDemo().then(
    (page) => {
      const size = (statSync(join(page, '..', 'recording.js')).size / 1024 / 1024).toFixed(1);
      process.stdout.write(`dist/demo/ is written: open dist/demo/index.html. The recording has ${size} MB.\n`);
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
    },
  );
