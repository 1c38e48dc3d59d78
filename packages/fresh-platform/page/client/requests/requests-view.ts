/// <reference lib="dom" />
/** Every request of the app with its answer, and how each template is answered. */
import { MODES } from '../../receivers/modes';
import type { Answering, PageState, RequestView } from '../server/api';
import { card, html, keyedList, say } from './dom';
import { requestRow } from './request-row';
import { post, sentenceOf } from './server-api';
import type { View } from './view';
import { forgottenWords } from './words';

const ANSWERING: Record<Answering, string> = {
  rules: 'as the command line says',
  well: 'well: 200 {}',
  down: 'down: nothing comes back',
  slow: 'slow: after 20 s, too late',
  flaky: 'flaky: every other time 503',
  'rate-limited': 'rate-limited: 429',
  redirecting: 'redirecting: 302',
  'odd-type': 'odd content type: a 415 for the app',
};

export function createRequestsView(): View {
  const message = html('div', { role: 'status', 'aria-live': 'polite' });
  const receivers = html('ul', { class: 'rows', id: 'receivers' });
  const noReceivers = html('p', { class: 'quiet' }, ['The app has no request templates.']);
  const search = html('input', { type: 'search', id: 'request-search', autocomplete: 'off' });
  const list = html('ul', { class: 'rows', id: 'requests' });
  const standing = html('p', { class: 'quiet' });
  const updateReceivers = keyedList<PageState['receivers'][number]>(
    receivers,
    ({ template }) => template,
    (one) => receiverRow(one, message),
  );
  const updateRequests = keyedList<RequestView>(list, ({ id }) => String(id), requestRow);
  let state: PageState | undefined;

  const show = (): void => {
    if (state === undefined) return;
    const wanted = search.value.toLowerCase();
    const found = state.requests.filter((one) => JSON.stringify(one).toLowerCase().includes(wanted));
    updateRequests(found);
    const all = `${found.length} of ${state.requests.length} shown, newest first.`;
    standing.textContent = `${all} ${forgottenWords(state.forgotten.requests)}`;
    noReceivers.hidden = state.receivers.length > 0;
    updateReceivers(state.receivers);
  };
  search.addEventListener('input', show);

  return {
    title: 'Requests',
    paths: ['/requests'],
    element: html('div', {}, [
      card('Receivers', [
        html('p', { class: 'quiet' }, ['Nothing leaves this machine: each template’s host is answered here.']),
        noReceivers,
        receivers,
        message,
      ]),
      card('Requests', [
        html('p', { class: 'actions' }, [
          html('label', { for: 'request-search' }, ['Search']),
          search,
          html('a', { href: '/api/requests.har', download: 'requests.har' }, ['Save as HTTP Archive']),
        ]),
        standing,
        list,
      ]),
    ]),
    show: (news) => {
      state = news;
      show();
    },
  };
}

function receiverRow({ template, host, answering }: PageState['receivers'][number], message: HTMLElement): HTMLElement {
  const id = `answering-${template}`;
  const choice = html(
    'select',
    { id },
    (['rules', ...MODES] as const).map((mode) => html('option', { value: mode }, [ANSWERING[mode]])),
  );
  choice.value = answering;
  choice.addEventListener('change', () => {
    post('/api/receivers', { template, answering: choice.value }).then(
      () => {
        say(message, 'good', `${template} is answered ${choice.selectedOptions[0]?.textContent ?? ''}.`);
      },
      (error: unknown) => {
        say(message, 'bad', sentenceOf(error));
      },
    );
  });
  return html('li', { class: 'receiver' }, [
    html('label', { for: id }, [html('strong', {}, [template]), html('span', { class: 'quiet' }, [` ${host}`])]),
    choice,
  ]);
}
