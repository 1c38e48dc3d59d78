/** The page's server: its files, its API, the hook of the app, and live news, for this machine only. */
import type { AccountOptions } from './account';
import { pageFiles } from './files';
import { addHook, HOOK } from './hook';
import type { Plugin } from './plugin';
import { addRoutes } from './routes';
import { startSession, type Session } from './session';
import { createShell } from './shell';
import { receiverIn } from '../../receivers/modes';
import type { Receiver } from '../../types';

/** Addresses of the views, two of them as `fdk run` has them. */
const VIEWS = ['/', '/web/test', '/requests', '/platform', '/logs', '/custom_configs'];

export interface PageOptions extends Omit<AccountOptions, 'onChange' | 'onInvocation' | 'targetUrl' | 'receiver'> {
  /** What answers the app's requests. Where it is left out, a plugin's receiver does, or `200 {}`. */
  receiver?: Receiver;
  /** 0 takes a free one. */
  port: number;
  plugins?: readonly Plugin[];
}

export interface Page {
  /** `http://localhost:<port>` */
  address: string;
  session: Session;
  close: () => Promise<void>;
}

/** Listens on the loopback address. Throws a UserError where the port is taken, an AppPackageError where the app breaks a rule. */
export async function startPage({ port, plugins = [], receiver, ...options }: PageOptions): Promise<Page> {
  const { address, app, live, serve, open, close } = await createShell({ appDir: options.appDir, port, hook: HOOK });
  const session = await startSession({
    ...options,
    settings: settingsOf(plugins),
    targetUrl: `${address}${HOOK}`,
    receiver: receiver ?? receiverOf(plugins),
    onChange: live.announce,
    onInvocation: (result, payload) => {
      for (const { heard } of plugins) heard?.(result, payload);
    },
  });
  const files = pageFiles(plugins);
  for (const [path, file] of files) serve(path, file);
  for (const view of [...VIEWS, ...plugins.map(({ name }) => `/${name}`)]) serve(view, files.get('/static/index.html'));
  addRoutes(app, session, live, plugins);
  addHook(app, session);
  for (const { routes } of plugins) routes?.(app, session);
  await open();
  return {
    address,
    session,
    close: async () => {
      await close();
      await session.end();
    },
  };
}

function settingsOf(plugins: readonly Plugin[]): Plugin['settings'] {
  return plugins.flatMap(({ settings }) => settings ?? [])[0];
}

function receiverOf(plugins: readonly Plugin[]): AccountOptions['receiver'] {
  const otherwise = receiverIn('well');
  return (request, iparams) => {
    for (const { receiver } of plugins) {
      const answer = receiver?.(request, iparams) ?? null;
      if (answer !== null) return answer;
    }
    return otherwise(request);
  };
}
