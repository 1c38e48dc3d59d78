/// <reference lib="dom" />
/** A text box for a payload, whose JSON is checked as you type. */
import { jsonProblem } from '../../../lib/json-place';
import { button, html } from '../elements';

export interface Editor {
  element: HTMLElement;
  text: () => string;
  setText: (text: string) => void;
  /** The person has typed since the text was set. */
  isTouched: () => boolean;
}

/** `onCheck` hears after every change whether the text is JSON. */
export function createEditor(onCheck: (isJson: boolean) => void): Editor {
  const area = html('textarea', {
    id: 'payload',
    class: 'editor',
    spellcheck: 'false',
    autocomplete: 'off',
    wrap: 'off',
    rows: 20,
    'aria-describedby': 'payload-check',
  });
  const verdict = html('span', { id: 'payload-check', class: 'verdict', role: 'status' });
  let offset = 0;
  let isTouched = false;
  const goThere = button(
    'Go to the place',
    () => {
      area.focus();
      area.setSelectionRange(offset, offset + 1);
    },
    'link',
    'go-to-error',
  );

  const check = (): void => {
    const problem = jsonProblem(area.value);
    offset = problem === null ? 0 : offsetOf(area.value, problem.line, problem.column);
    verdict.textContent =
      problem === null ? 'This is JSON.' : `Line ${problem.line}, column ${problem.column}: ${problem.reason}.`;
    verdict.className = `verdict verdict-${problem === null ? 'good' : 'bad'}`;
    area.setAttribute('aria-invalid', String(problem !== null));
    goThere.hidden = problem === null;
    onCheck(problem === null);
  };
  area.addEventListener('input', () => {
    isTouched = true;
    check();
  });
  return {
    element: html('div', { class: 'editor-box' }, [
      html('label', { for: 'payload' }, ['Payload']),
      area,
      html('div', { class: 'verdict-line' }, [verdict, goThere]),
    ]),
    text: () => area.value,
    isTouched: () => isTouched,
    setText: (text) => {
      isTouched = false;
      area.value = text;
      area.scrollTop = 0;
      check();
    },
  };
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}
