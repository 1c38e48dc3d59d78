/** The lists of an account, a page at a time, the newest first. */
import { shown, shownRequest } from './hiding';
import type { Account } from './holdings';
import type { LogView, Page, Remark, RequestView, WholeInvocation } from '../api';
import { holdsText, paged, type Wanted } from './finding';

const A_PAGE = { requests: 50, invocations: 20, logs: 100 };

export function requestPage(account: Account, { text, page }: Wanted): Page<RequestView> {
  const found = account.requests.filter((one) => text === '' || holdsText(textsOf(one), text));
  const { items, ...rest } = paged(found.reverse(), page, A_PAGE.requests, account.requests.length);
  return { ...rest, items: items.map((one) => shownRequest(account, one)) };
}

function textsOf({ id, request, answer, fault }: RequestView): string[] {
  const { method, host, path, template, body } = request;
  const came = answer === null ? [fault] : [`HTTP ${answer.status}`, answer.body ?? ''];
  return [`#${id}`, `${method} https://${host}${path}`, template, body, ...came];
}

export function logPage(account: Account, { text, page }: Wanted): Page<LogView> {
  const { logs } = account;
  const found = logs.filter((line) => holdsText([`${line.level} ${line.event} ${line.text}`], text));
  const { items, ...rest } = paged(found.reverse(), page, A_PAGE.logs, logs.length);
  return { ...rest, items: items.map((line) => ({ ...line, text: shown(account, line.text) })) };
}

/** `remarksOn`: what plugins say of an invocation. */
export function invocationPage(
  account: Account,
  remarksOn: (invocation: number) => Remark[],
  { page }: Wanted,
): Page<WholeInvocation> {
  const { invocations, requests } = account;
  const { items, ...rest } = paged([...invocations].reverse(), page, A_PAGE.invocations, invocations.length);
  return {
    ...rest,
    items: items.map((one) => ({
      ...one,
      logs: one.logs.map((line) => ({ ...line, text: shown(account, line.text) })),
      requests: requests
        .filter(({ invocation }) => invocation === one.invocation)
        .map((request) => shownRequest(account, request)),
      remarks: remarksOn(one.invocation),
    })),
  };
}
