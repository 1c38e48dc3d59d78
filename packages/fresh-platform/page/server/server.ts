/** The page's server: its files, its API, the hook of the app, and live news, for this machine only. */
import { pageFiles } from './files';
import { addHook, HOOK } from './hook';
import { addRoutes } from './routes';
import type { Session } from './session';
import { createShell } from './shell';
import { startSession, type SessionOptions } from './start-session';

/** Addresses of the views, some of them as `fdk run` has them. */
const VIEWS = ['/', '/web/test', '/requests', '/platform', '/system_settings', '/logs', '/custom_configs'];

export interface PageOptions extends Omit<SessionOptions, 'onChange' | 'targetUrl'> {
  /** 0 takes a free one. */
  port: number;
}

export interface Page {
  /** `http://localhost:<port>` */
  address: string;
  session: Session;
  close: () => Promise<void>;
}

/** Listens on the loopback address. Throws a UserError where the port is taken, an AppPackageError where the app breaks a rule. */
export async function startPage({ port, ...options }: PageOptions): Promise<Page> {
  const { plugins = [], appDir } = options;
  const { address, app, live, serve, open, close } = await createShell({ appDir, port, hook: HOOK });
  const session = await startSession({ ...options, targetUrl: `${address}${HOOK}`, onChange: live.announce });
  const files = pageFiles(plugins);
  for (const [path, file] of files) serve(path, file);
  const views = new Set([...VIEWS, ...plugins.flatMap(({ paths }) => paths)]);
  for (const view of views) serve(view, files.get('/static/index.html'));
  addRoutes(app, session, live);
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
