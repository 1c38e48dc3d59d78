/** What is not shown on a screen that others may see: the values of encrypted settings, and tokens. */
import { isRecord } from '../../../lib/dig';
import type { Account } from './holdings';
import type { RequestView } from '../api';

export const HIDDEN = '••••••••';
/** What is shorter is no secret, and would be found in other words. */
const LEAST = 6;
/** Arguments of a function by such names are secrets that a settings page tries out. */
const TELLING = /secret|token|password|key/i;

/** From now on what encrypted settings hold is not shown, also when they are gone. */
export function hideSettings({ hidden }: Account, iparams: Record<string, unknown>, secure: readonly string[]): void {
  hide(
    hidden,
    secure.flatMap((name) => textsIn(iparams[name])),
  );
}

/** The same for what a page passes to a function. */
export function hideArguments({ hidden }: Account, args: unknown): void {
  if (!isRecord(args)) return;
  hide(
    hidden,
    Object.entries(args).flatMap(([name, value]) => (TELLING.test(name) ? textsIn(value) : [])),
  );
}

function hide(hidden: string[], texts: readonly string[]): void {
  for (const text of texts.flatMap((one) => [...one.split(/\s+/), ...queryOf(one)]))
    if (text.length >= LEAST && !hidden.includes(text)) hidden.push(text);
}

/** Of an address with a key in it, which a request has apart from its host. */
function queryOf(text: string): string[] {
  return URL.canParse(text) ? [new URL(text).search.slice(1)] : [];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Text with what is hidden left out. */
export function shown({ hidden }: Account, text: string): string {
  return hidden.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}

/** Headers as they may be shown: a token proves who somebody is, whoever has it. */
export function shownHeaders(account: Account, headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'authorization' ? value.replace(/\S+$/, HIDDEN) : shown(account, value),
    ]),
  );
}

/** A request with its answer as they may be shown. */
export function shownRequest(account: Account, view: RequestView): RequestView {
  const { request, answer, fault } = view;
  const { path, headers, body } = request;
  return {
    ...view,
    request: {
      ...request,
      path: shown(account, path),
      headers: shownHeaders(account, headers),
      body: shown(account, body),
    },
    answer: answer && { ...answer, ...(answer.body !== undefined && { body: shown(account, answer.body) }) },
    fault: shown(account, fault),
  };
}
