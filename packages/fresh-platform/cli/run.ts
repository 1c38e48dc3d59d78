/** `fresh-platform run`: stays up with the page until it is ended. */
import { fromHere, type Output } from '../lib/command';
import { UserError } from '../lib/json-file';
import { messageOf } from '../lib/thrown';
import { openBrowser } from '../lib/open-browser';
import { counted } from '../lib/terminal';
import type { Plugin } from '../page/server/plugin';
import { startPage, type Page } from '../page/server/server';
import type { ReceiverOptions, RunOptions } from './options';
import { receiverOf } from './receivers';

/** Resolves to the exit code once it is ended, by Ctrl-C or by a process manager. */
export async function runPage(
  { app, port, open, plugin, variant, ...answering }: RunOptions,
  out: Output,
): Promise<number> {
  const appDir = fromHere(app);
  const plugins = plugin === undefined ? [] : [await readPlugin(plugin)];
  const receiver = isTold(answering) ? { receiver: receiverOf(answering) } : {};
  const page = await startPage({ appDir, port, variant, now: Date.now(), plugins, ...receiver });
  out.write(`${wordsOf(page)}\n`);
  if (open) openBrowser(page.address, () => out.write('No browser could be opened: open that address yourself.\n'));
  await ended();
  await page.close();
  return 0;
}

/** The command line says how requests are answered. */
function isTold({ receivers, recording, mode }: ReceiverOptions): boolean {
  return receivers !== undefined || recording !== undefined || mode !== 'well';
}

async function readPlugin(path: string): Promise<Plugin> {
  try {
    const { plugin } = (await import(fromHere(path))) as { plugin?: Plugin };
    if (plugin !== undefined) return plugin;
  } catch (error) {
    throw new UserError(`The plugin ${path} cannot be read: ${messageOf(error).split('\n')[0] ?? ''}`);
  }
  throw new UserError(`The plugin ${path} exports no \`plugin\`.`);
}

function wordsOf({ address, session }: Page): string {
  const { app, isInstalled, hook } = session.state();
  return [
    `${app.dir}: ${app.modules.join(', ')}`,
    ...app.warnings.map((warning) => `  warning  ${warning}`),
    isInstalled
      ? `It is installed on an account of this machine, and has made ${counted(session.account.requests.length, 'request')}.`
      : 'It is not installed: the page says why, and its Settings install it.',
    ...(hook === '' ? [] : [`What is posted to ${hook} reaches it as an external event.`]),
    `The page is at ${address}  (Ctrl-C ends it)`,
  ].join('\n');
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}
