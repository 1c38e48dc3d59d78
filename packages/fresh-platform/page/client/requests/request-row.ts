/// <reference lib="dom" />
/** One request with its answer. */
import type { RequestView } from '../../server/api';
import { badge, block, html, type Row } from '../elements';
import { moment, pretty } from '../words';

export function requestRow({ id }: RequestView): Row<RequestView> {
  const summary = html('summary');
  const body = html('div', { class: 'request-body' });
  return {
    element: html('li', {}, [html('details', { id: `request-${id}` }, [summary, body])]),
    update: (view) => {
      summary.replaceChildren(...lineOf(view));
      body.replaceChildren(...partsOf(view));
    },
  };
}

function lineOf({ id, request, answer, fault }: RequestView): HTMLElement[] {
  const { method, host, path, template, attempt, at } = request;
  return [
    standing(answer, fault),
    html('span', { class: 'address' }, [`${method} https://${host}${path}`]),
    html('span', { class: 'quiet' }, [`${template}${attempt > 1 ? `, attempt ${attempt}` : ''}`]),
    html('span', { class: 'quiet' }, [moment(at), ` #${id}`]),
  ];
}

function partsOf({ id, request, answer, fault }: RequestView): HTMLElement[] {
  const came = answer === null ? fault : messageOf(`HTTP ${answer.status}`, answer.headers, answer.body);
  return [
    html('h3', {}, ['Request']),
    block(messageOf('', request.headers, request.body), `Request ${id}`),
    html('h3', {}, ['Answer']),
    block(came, `Answer to request ${id}`),
  ];
}

function standing(answer: RequestView['answer'], fault: string): HTMLElement {
  if (answer !== null) return badge(`HTTP ${answer.status}`, answer.status < 400 ? 'green' : 'red');
  return badge(fault === '' ? 'under way' : 'nothing came back', fault === '' ? 'grey' : 'red');
}

/** As it goes over a wire, its body with indents. */
function messageOf(first: string, headers: Record<string, string> = {}, body = ''): string {
  const lines = [first, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return `${lines.filter((line) => line !== '').join('\n')}\n\n${pretty(body)}`;
}
