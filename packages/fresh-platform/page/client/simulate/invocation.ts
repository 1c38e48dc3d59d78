/** One invocation: how it ended, what it did, logged and sent. */
import { duration } from '../../lib/durations';
import type { InvocationView, PageState, RequestView } from '../server/api';
import { badge, block, html } from './dom';
import { requestRow } from './request-row';
import { moment, pretty } from './words';

/** With the requests that it made. */
export type Drawn = InvocationView & { requests: RequestView[] };

export function withRequests(state: PageState): Drawn[] {
  return state.invocations.map((one) => ({
    ...one,
    requests: state.requests.filter(({ invocation }) => invocation === one.invocation).reverse(),
  }));
}

export function drawInvocation(one: Drawn): HTMLElement {
  const isGood = one.outcome === 'completed' && one.error === undefined;
  return html('li', { class: 'card invocation' }, [
    html('h3', {}, [
      badge(one.outcome, isGood ? 'good' : 'bad'),
      ` ${one.event} `,
      html('span', { class: 'quiet' }, [`${moment(one.startedAt)}, ${duration(one.endedAt - one.startedAt)}`]),
    ]),
    ...(one.error === undefined ? [] : [html('p', { class: 'message bad' }, [one.error])]),
    ...answerOf(one),
    ...one.messages.map((message) => html('p', {}, [`Progress: ${message}`])),
    ...operationsOf(one),
    ...(one.requests.length === 0 ? [] : [html('ul', { class: 'rows' }, one.requests.map(requestRow))]),
    ...(one.logs.length === 0
      ? []
      : [
          block(
            one.logs.map(({ level, text }) => `${level}  ${text}`).join('\n'),
            `Log of ${one.event}, invocation ${one.invocation}`,
          ),
        ]),
  ]);
}

function answerOf({ answer, rendered, invocation }: InvocationView): HTMLElement[] {
  if (rendered?.message !== undefined) return [html('p', {}, [`It refuses: ${rendered.message}`])];
  if (answer === undefined) return [];
  return 'response' in answer
    ? [
        html('p', {}, ['It answers the page:']),
        block(pretty(JSON.stringify(answer.response ?? null)), `What the page gets of invocation ${invocation}`),
      ]
    : [html('p', {}, [`It rejects the page’s call with ${answer.status}: ${answer.message}`])];
}

function operationsOf({ operations }: InvocationView): HTMLElement[] {
  const words = Object.entries(operations).map(([name, count]) => `${count} × ${name}`);
  return words.length === 0 ? [] : [html('p', { class: 'quiet' }, [words.join(', ')])];
}
