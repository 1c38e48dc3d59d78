/** `npm start`: plays the stories, then stays up with the page. See HELP. */
import { join } from 'node:path';
import { AppPackageError } from '../../../../packages/fresh-platform/rules/errors';
import { UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { openBrowser } from '../../../../packages/fresh-platform/lib/open-browser';
import { messageOf } from '../../../../packages/fresh-platform/lib/thrown';
import { simulate, type PlayedStory } from '../../../stories/play';
import { loadStories } from '../../../stories/read';
import { lookOf } from '../../../../packages/fresh-platform/lib/terminal';
import { createForward } from '../account/forward';
import { pageReport, runReport } from './start-report';
import { HELP, readStartOptions, type StartOptions } from './options';
import { createServedRelay } from '../served-relay';
import { forgetSaved } from '../../../../packages/fresh-platform/page/server/account/saved-state';
import { startPage, type Page } from '../../../../packages/fresh-platform/page/server/server';

const APP = join(__dirname, '..', '..', '..', '..');

/** Only an endless loop takes as long, also where a machine is busy with other things; real time. */
const HANG_MS = 30_000;

async function main(args: string[]): Promise<void> {
  const options = readStartOptions(args);
  const look = lookOf(process.stdout, process.env, 'none');
  if (options.help) {
    say(HELP);
    return;
  }
  const page = await open(options);
  endWith(page);
  say(runReport(await playStories(), look));
  say(pageReport(page, options, look));
  if (options.open)
    openBrowser(page.address, () => {
      say('No browser could be opened: open that address yourself.');
    });
}

/** The page comes first: what is wrong with its port, its state or the app is told before the stories are played. */
async function open({ port, stateFile, reset, forward }: StartOptions): Promise<Page> {
  if (reset) forgetSaved(stateFile);
  const { plugin } = createServedRelay(forward && { forward: createForward(forward.href) });
  const page = await startPage({
    appDir: APP,
    variant: 'current',
    stateFile,
    now: Date.now(),
    port,
    hangMs: HANG_MS,
    plugins: [plugin],
  });
  if (page.session.notice !== '') say(page.session.notice);
  return page;
}

async function playStories(): Promise<PlayedStory[]> {
  const played: PlayedStory[] = [];
  for (const story of loadStories()) played.push(await simulate(story));
  return played;
}

/** Ctrl-C, or a process manager, ends it once what is under way is through; a second one at once. */
function endWith(page: Page): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      page.close().then(() => process.exit(0), fail);
    });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What a person can mend is told in a sentence; a fault of ours is too, with the way to report it. */
function fail(error: unknown): void {
  const known = error instanceof UserError || error instanceof AppPackageError;
  process.stderr.write(known ? `${error.message}\n` : `Something went wrong that should not: ${messageOf(error)}\n`);
  process.exit(1);
}

process.on('uncaughtException', fail);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(error);
});

main(process.argv.slice(2)).catch(fail);
