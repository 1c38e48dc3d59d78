/** The page's server: that of the page for any app, with this page's files, API and account. */
import { createShell } from '../../../../packages/fresh-platform/page/server/shell';
import { addRoutes } from './routes';
import { startSession, type Session, type SessionOptions } from '../session/session';
import { staticFiles } from './static-files';

/** Addresses of the views, two of them as `fdk run` has them. */
export const VIEWS = [
  '/',
  '/web/test',
  '/conversations',
  '/deliveries',
  '/outage',
  '/platform',
  '/custom_configs',
  '/system_settings',
];

export interface PageOptions extends Omit<SessionOptions, 'onChange'> {
  /** 0 takes a free one. */
  port: number;
  /** The page's code, as `bundlePage` makes it. */
  bundle: string;
}

export interface Page {
  /** `http://localhost:<port>` */
  address: string;
  session: Session;
  close: () => Promise<void>;
}

/** Listens on the loopback address. Throws a UserError where the port is taken. */
export async function startPage({ port, bundle, ...options }: PageOptions): Promise<Page> {
  const { address, app, live, serve, open, close } = await createShell({ appDir: options.appDir, port });
  const session = await startSession({ ...options, onChange: live.announce });
  const files = staticFiles(bundle);
  for (const [path, file] of files) serve(path, file);
  for (const view of VIEWS) serve(view, files.get('/static/index.html'));
  addRoutes(app, session, live);
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
