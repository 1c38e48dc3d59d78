/// <reference lib="dom" />
/** One invocation: how it ended, what it did, logged and sent. */
import { duration } from '../../../lib/durations';
import type { LogLine } from '../../../types';
import type { InvocationView, Tone, WholeInvocation } from '../../server/api';
import { badge, block, html, type Row } from '../elements';
import { drawRemarks } from '../remarks';
import { requestRow } from '../requests/request-row';
import { count, moment, pretty } from '../words';

export function drawInvocation(): Row<WholeInvocation> {
  const element = html('li', { class: 'result' });
  return {
    element,
    update: (one) => {
      const isOpen = [...element.querySelectorAll('details')].map(({ open }) => open);
      element.replaceChildren(...partsOf(one));
      [...element.querySelectorAll('details')].forEach((details, index) => {
        details.open = isOpen[index] ?? details.open;
      });
    },
  };
}

function partsOf(one: WholeInvocation): HTMLElement[] {
  return [
    html('header', {}, [
      html('h3', {}, [one.event]),
      badge(outcomeWords(one), outcomeTone(one)),
      html('span', { class: 'quiet' }, [timeOf(one)]),
    ]),
    ...sentencesOf(one),
    ...answerOf(one),
    ...drawRemarks(one.remarks),
    ...operationsOf(one),
    ...requestsOf(one),
    ...logOf(one),
  ];
}

function timeOf({ startedAt, endedAt }: InvocationView): string {
  return endedAt === startedAt ? moment(startedAt) : `${moment(startedAt)}, took ${duration(endedAt - startedAt)}`;
}

function outcomeWords({ outcome, rendered }: InvocationView): string {
  if (outcome === 'completed' && rendered !== undefined) return rendered === null ? 'accepted' : 'refused';
  return outcome === 'threw' ? 'crashed' : outcome;
}

function outcomeTone({ outcome, rendered, error }: InvocationView): Tone {
  if (outcome !== 'completed' || rendered?.message !== undefined) return 'red';
  return error === undefined ? 'green' : 'yellow';
}

function sentencesOf({ error, rendered, messages }: InvocationView): HTMLElement[] {
  const refusal = rendered?.message;
  return [
    ...(error === undefined ? [] : [html('p', { class: 'fault' }, [error])]),
    ...(refusal === undefined
      ? []
      : [html('p', { class: 'refusal' }, ['The admin reads: ', html('strong', {}, [refusal])])]),
    ...messages.map((message) => html('p', {}, [`Progress: ${message}`])),
  ];
}

function answerOf({ answer, invocation }: InvocationView): HTMLElement[] {
  if (answer === undefined) return [];
  return 'response' in answer
    ? [
        html('p', {}, ['It answers the page:']),
        block(pretty(JSON.stringify(answer.response ?? null)), `What the page gets of invocation ${invocation}`),
      ]
    : [html('p', {}, [`It rejects the page’s call with ${answer.status}: ${answer.message}`])];
}

function operationsOf({ operations }: InvocationView): HTMLElement[] {
  const words = Object.entries(operations).map(([name, times]) => `${times} × ${name}`);
  return words.length === 0 ? [] : [html('p', { class: 'quiet' }, [words.join(', ')])];
}

function requestsOf({ requests }: WholeInvocation): HTMLElement[] {
  if (requests.length === 0) return [];
  const rows = requests.map((request) => {
    const { element, update } = requestRow(request);
    update(request);
    return element;
  });
  return [html('ul', { class: 'rows' }, rows)];
}

/** Open where the app logged an error. */
function logOf({ logs, event, invocation, startedAt }: InvocationView): HTMLElement[] {
  if (logs.length === 0) return [];
  const text = logs.map((line) => lineOf(line, startedAt)).join('\n');
  return [
    html('details', { open: logs.some(({ level }) => level === 'error') }, [
      html('summary', {}, [count(logs.length, 'log line')]),
      block(text, `Log of ${event}, invocation ${invocation}`),
    ]),
  ];
}

function lineOf({ at, level, text }: LogLine, startedAt: number): string {
  const later = at === startedAt ? '' : `+${duration(at - startedAt)}  `;
  return `${later}${level}  ${text}`;
}
