/// <reference lib="dom" />
import { MODES } from '../../../receivers/modes';
import type { Answering, PageState, ReceiverView, Tone } from '../../server/api';
import { card, html, keyedList, say, type Row } from '../elements';
import { post, sentenceOf } from '../server-api';
import type { Card } from './card';

const WORDS: Record<Answering, { words: string; tone: Tone }> = {
  rules: { words: 'Up: answers as it is set up', tone: 'green' },
  well: { words: 'Well: 200 {}, whatever comes', tone: 'green' },
  failing: { words: 'Failing: answers 503', tone: 'red' },
  down: { words: 'Down: takes no connection', tone: 'red' },
  'just-in-time': { words: 'Just in time: answers after 14 s', tone: 'yellow' },
  slow: { words: 'Slow: answers after 20 s, too late', tone: 'red' },
  flaky: { words: 'Flaky: fails every second time', tone: 'yellow' },
  'rate-limited': { words: 'Rate-limited: answers 429, asks to wait 10 min', tone: 'yellow' },
  gone: { words: 'Gone: answers 410', tone: 'red' },
  redirecting: { words: 'Redirecting: answers 302', tone: 'red' },
  'odd-type': { words: 'Odd content type: a 415 for the app', tone: 'red' },
};
const ANSWERING: readonly Answering[] = ['rules', ...MODES];

/** How a receiver answers, in words, and whether that is well. */
export function answeringWords(answering: Answering): { words: string; tone: Tone } {
  return WORDS[answering];
}

const ALL: ReceiverView = { name: 'all', title: 'All together', hint: '', answering: 'rules' };

/** How each receiver answers, to be changed one by one or all together: so an outage can be watched. */
export function createReceiversCard(): Card {
  const problem = html('div', { class: 'message' });
  const none = html('p', { class: 'quiet' }, ['The app has no request templates, so there is nobody to answer.']);
  const list = html('ul', { class: 'receivers', id: 'receivers' });
  const all = html('ul');
  const switchTo = (receiver: string, answering: string): void => {
    post('/api/receivers', { receiver, answering }).then(
      () => {
        say(problem, 'error', '');
      },
      (error: unknown) => {
        say(problem, 'error', sentenceOf(error));
      },
    );
  };
  const update = keyedList<ReceiverView>(list, ({ name }) => name, rowFor(switchTo));
  const together = rowFor(switchTo)(ALL);
  together.element
    .querySelector('select')
    ?.prepend(html('option', { value: '', disabled: true, hidden: true }, ['various']));
  all.append(together.element);
  return {
    element: card('Receivers', [
      html('p', { class: 'quiet' }, ['Nothing leaves this machine: here is who answers the app.']),
      none,
      list,
      all,
      problem,
    ]),
    show: ({ receivers }: PageState) => {
      none.hidden = receivers.length > 0;
      all.hidden = receivers.length < 2;
      update(receivers);
      const [first, ...others] = new Set(receivers.map(({ answering }) => answering));
      mark(together.element.querySelector('select'), others.length === 0 ? first : undefined);
    },
  };
}

function rowFor(
  switchTo: (receiver: string, answering: string) => void,
): (receiver: ReceiverView) => Row<ReceiverView> {
  return ({ name, title, hint }) => {
    const id = `answering-${name}`;
    const select = html(
      'select',
      { id },
      ANSWERING.map((one) => html('option', { value: one }, [WORDS[one].words])),
    );
    select.addEventListener('change', () => {
      switchTo(name, select.value);
    });
    const label = html('label', { for: id }, [title, html('span', { class: 'hint' }, [hint])]);
    return {
      element: html('li', { class: 'receiver' }, [label, select]),
      update: ({ answering }) => {
        mark(select, answering);
      },
    };
  };
}

/** Undefined: not all answer alike. */
function mark(select: HTMLSelectElement | null, answering: Answering | undefined): void {
  if (select === null) return;
  select.value = answering ?? '';
  select.dataset['tone'] = answering === undefined ? 'grey' : WORDS[answering].tone;
}
