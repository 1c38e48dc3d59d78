/// <reference lib="dom" />
import { button, card, html, say } from '../elements';
import { post, sentenceOf } from '../server-api';
import { moment } from '../words';
import type { Card } from './card';

const MINUTE_MS = 60_000;
const STEPS: [label: string, ms: number, id: string][] = [
  ['+1 min', MINUTE_MS, 'plus-1-min'],
  ['+5 min', 5 * MINUTE_MS, 'plus-5-min'],
  ['+1 h', 60 * MINUTE_MS, 'plus-1-h'],
  ['+1 day', 24 * 60 * MINUTE_MS, 'plus-1-day'],
  ['+7 days', 7 * 24 * 60 * MINUTE_MS, 'plus-7-days'],
];

/** The account's time stands still until someone moves it. */
export function createClockCard(): Card {
  const time = html('p', { class: 'big', id: 'clock' });
  const problem = html('div', { class: 'message' });
  const buttons = STEPS.map(([label, ms, id]) =>
    button(
      label,
      () => {
        void move({ advance: ms });
      },
      'secondary',
      id,
    ),
  );
  const toggle = html('input', { type: 'checkbox', id: 'running' });

  const move = async (body: object): Promise<void> => {
    for (const each of buttons) each.disabled = true;
    try {
      await post('/api/clock', body);
      say(problem, 'error', '');
    } catch (error) {
      say(problem, 'error', sentenceOf(error));
    }
    for (const each of buttons) each.disabled = false;
  };

  toggle.addEventListener('change', () => {
    void move({ isRunning: toggle.checked });
  });
  return {
    element: card('Clock', [
      time,
      html('div', { class: 'actions' }, buttons),
      html('div', { class: 'switch' }, [toggle, html('label', { for: 'running' }, ['Run along with real time'])]),
      html('p', { class: 'quiet' }, [
        'Time stands still until you let it pass; schedules fire at their times while it moves.',
      ]),
      problem,
    ]),
    show: (state) => {
      time.textContent = `${moment(state.now)} UTC`;
      toggle.checked = state.isRunning;
    },
  };
}
