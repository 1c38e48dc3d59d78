/** One request with its answer. */
import type { RequestView } from '../server/api';
import { badge, block, html } from './dom';
import { moment, pretty } from './words';

export function requestRow({ id, request, answer, fault }: RequestView): HTMLElement {
  const { method, host, path, headers, body, template, attempt, at } = request;
  return html('li', {}, [
    html('details', { id: `request-${id}` }, [
      html('summary', {}, [
        standing(answer, fault),
        html('span', { class: 'address' }, [` ${method} https://${host}${path}`]),
        html('span', { class: 'quiet' }, [` ${template}${attempt > 1 ? `, attempt ${attempt}` : ''}, ${moment(at)}`]),
      ]),
      html('h4', {}, ['Request']),
      block(`${lines(headers)}\n\n${pretty(body)}`, `Request ${id}`),
      html('h4', {}, ['Answer']),
      block(
        answer === null
          ? fault
          : `HTTP ${answer.status}\n${lines(answer.headers ?? {})}\n\n${pretty(answer.body ?? '')}`,
        `Answer to request ${id}`,
      ),
    ]),
  ]);
}

function standing(answer: RequestView['answer'], fault: string): HTMLElement {
  if (answer !== null) return badge(`HTTP ${answer.status}`, answer.status < 400 ? 'good' : 'bad');
  return badge(fault === '' ? 'under way' : 'nothing came back', fault === '' ? 'plain' : 'bad');
}

function lines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
