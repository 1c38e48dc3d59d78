/** The page of `fresh-platform run` for tests, and asking it. */
import type { LogView, Page as ListPage, RequestView, Simulated } from '../../page/server/api';
import { startPage, type Page, type PageOptions } from '../../page/server/server';
import { receiverBy } from '../../receivers/rules';
import { NOW } from '../support/apps';
import { tinyApp } from './tiny-app';

const open: Page[] = [];

/** Closes what a test opened; for `afterEach`. */
export async function closePages(): Promise<void> {
  await Promise.all(open.splice(0).map((page) => page.close()));
}

/** The page of the tiny app, or of another one. */
export async function start(more: Partial<PageOptions> = {}): Promise<Page> {
  const page = await startPage({
    appDir: tinyApp(),
    port: 0,
    variant: 'current',
    receiver: receiverBy([{ host: 'receiver.example.com', answer: { status: 201, body: { made: true } } }]),
    now: NOW,
    ...more,
  });
  open.push(page);
  return page;
}

export const get = async <T>(page: Page, path: string): Promise<T> =>
  (await (await fetch(page.address + path)).json()) as T;

export async function post<T>(page: Page, path: string, body: object = {}): Promise<T> {
  const headers = { 'content-type': 'application/json', origin: page.address };
  return (await (
    await fetch(page.address + path, { method: 'POST', headers, body: JSON.stringify(body) })
  ).json()) as T;
}

/** What simulating something comes to. */
export const simulate = (page: Page, name: string, payload: object, kind = 'event', module = 'support_ticket') =>
  post<Simulated & { error?: string }>(page, '/api/simulate', { kind, module, name, text: JSON.stringify(payload) });

/** The list of requests, as a query asks for it. */
export const requestsOf = (page: Page, asked = '') => get<ListPage<RequestView>>(page, `/api/requests${asked}`);
export const logsOf = async (page: Page) => (await get<ListPage<LogView>>(page, '/api/logs')).items;
