/** Sends a delivery to the person's own receiver once more, in the ways it must be able to bear. */
import { TRIAL_KINDS, type TrialKind, type TrialResult } from '../../server/api/trials';
import { badge, button, html } from '../../../../packages/fresh-platform/page/client/elements';
import { post, sentenceOf } from '../../../../packages/fresh-platform/page/client/server-api';

const LABELS: Record<TrialKind, string> = {
  resend: 'Resend',
  repeat: 'Repeat',
  tampered: 'Tampered',
  stale: 'Stale',
  'unknown type': 'Unknown type',
};

export function drawTrials(id: number, forward: string): HTMLElement {
  const answers = html('ul', { class: 'trial-answers', 'aria-live': 'polite' });
  const run = async (kind: TrialKind): Promise<void> => {
    try {
      answers.prepend(answerOf(await post<TrialResult>('/api/forward', { kind, id: String(id) })));
    } catch (error) {
      answers.prepend(html('li', { class: 'fault' }, [sentenceOf(error)]));
    }
  };
  return html('section', { class: 'trials', 'aria-label': 'Your receiver' }, [
    html('h3', {}, [`Your receiver, ${forward}`]),
    html(
      'div',
      { class: 'actions' },
      TRIAL_KINDS.map((kind) =>
        button(LABELS[kind], () => void run(kind), 'secondary', `try-${id}-${kind.replace(' ', '-')}`),
      ),
    ),
    answers,
  ]);
}

function answerOf({ kind, status, words, verdict }: TrialResult): HTMLElement {
  return html('li', {}, [
    html('b', {}, [LABELS[kind]]),
    badge(status === null ? 'no answer' : String(status), verdictTone(verdict)),
    html('span', {}, [verdict]),
    ...(words === '' ? [] : [html('code', {}, [words])]),
  ]);
}

function verdictTone(verdict: string): 'green' | 'red' {
  return /as it should|count once/.test(verdict) ? 'green' : 'red';
}
