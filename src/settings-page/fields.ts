/** Fields with a label, a sentence that helps, and a place for what is wrong. */
import { childrenOf, html, type Child, type Children } from './dom';

export interface FieldLook {
  /** Of the field itself; its label, help and fault have ids made of it. */
  id: string;
  label: Children;
  help?: Children;
}

/** Where the page says what is wrong with a field, and how it is marked. */
const FAULT = 'fault';

/** Puts label, help and a place for a fault around what is typed into. */
export function field(
  { id, label, help }: FieldLook,
  control: HTMLElement,
  beside: readonly Child[] = [],
): HTMLElement {
  const helpId = `${id}-help`;
  const described = [...(help === undefined ? [] : [helpId]), `${id}-fault`].join(' ');
  if (control.id === '') control.id = id;
  control.setAttribute('aria-describedby', described);
  return html('div', { class: 'field', 'data-field': id }, [
    html('label', { for: id }, childrenOf(label)),
    beside.length === 0 ? control : html('div', { class: 'field-line' }, [control, ...beside]),
    help === undefined ? null : html('p', { class: 'help', id: helpId }, childrenOf(help)),
    html('p', { class: FAULT, id: `${id}-fault` }),
  ]);
}

/** Fields that belong together under one legend, such as a list of boxes to tick. */
export function fieldGroup({ id, label, help }: FieldLook, children: readonly Child[], className = ''): HTMLElement {
  return html(
    'fieldset',
    { class: `field ${className}`, id, 'data-field': id, tabindex: '-1', 'aria-describedby': `${id}-fault` },
    [
      html('legend', {}, childrenOf(label)),
      help === undefined ? null : html('p', { class: 'help' }, childrenOf(help)),
      ...children,
      html('p', { class: FAULT, id: `${id}-fault` }),
    ],
  );
}

/** Says what is wrong at a field, or takes it back with a blank sentence. */
export function markField(id: string, sentence: string): void {
  const place = document.getElementById(`${id}-fault`);
  if (place === null || place.textContent === sentence) return;
  place.textContent = sentence;
  const control = document.getElementById(id);
  if (sentence === '') control?.removeAttribute('aria-invalid');
  else control?.setAttribute('aria-invalid', 'true');
}

export interface InputLook extends FieldLook {
  value: string;
  type?: 'text' | 'password' | 'time' | 'number' | 'url';
  placeholder?: string;
  /** Id of a list of suggestions. */
  list?: string;
  beside?: readonly Child[];
}

/** What a field of each type has besides: text that people write keeps its own direction, codes run from left to right. */
const TYPED: Readonly<Record<NonNullable<InputLook['type']>, Readonly<Record<string, string>>>> = {
  text: { type: 'text', dir: 'auto' },
  password: { type: 'password', dir: 'ltr' },
  time: { type: 'time' },
  number: { type: 'number', min: '0', inputmode: 'numeric' },
  url: { type: 'text', dir: 'ltr', inputmode: 'url' },
};

/** A field of one line; `change` is told of every letter. */
export function inputField(look: InputLook, change: (value: string) => void): HTMLElement {
  const { id, value, type = 'text', placeholder = '', list, beside = [] } = look;
  const typing = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };
  const suggested = list === undefined ? {} : { list };
  const input = html('input', { id, placeholder, ...typing, ...TYPED[type], ...suggested }) as HTMLInputElement;
  input.value = value;
  input.addEventListener('input', () => {
    change(input.value);
  });
  return field(look, input, beside);
}

export interface Option {
  value: string;
  label: string;
}

export function selectField(
  look: FieldLook & { value: string; options: readonly Option[]; beside?: readonly Child[] },
  change: (value: string) => void,
): HTMLElement {
  const options = look.options.map(({ value, label }) =>
    html('option', { value, selected: value === look.value }, [label]),
  );
  const select = html('select', { id: look.id }, options) as HTMLSelectElement;
  select.addEventListener('change', () => {
    change(select.value);
  });
  return field(look, select, look.beside);
}

/** A box to tick, or one of several to choose among, with what it means below its name. */
export function tickField(
  look: { id: string; label: string; sentence?: string; type: 'checkbox' | 'radio'; name?: string; isOn: boolean },
  change: (isOn: boolean) => void,
): HTMLElement {
  const { id, label, sentence, type, name = id, isOn } = look;
  const helped = sentence !== undefined;
  const input = html('input', {
    id,
    type,
    name,
    ...(helped && { 'aria-describedby': `${id}-help` }),
  }) as HTMLInputElement;
  input.checked = isOn;
  input.addEventListener('change', () => {
    change(input.checked);
  });
  return html('div', { class: 'tick' }, [
    input,
    html('label', { for: id }, [label]),
    helped ? html('p', { class: 'help', id: `${id}-help` }, [sentence]) : null,
  ]);
}

/** A field that holds several words, each of which can be taken out again. */
export function tagField(
  look: FieldLook & { values: readonly string[]; suggestions?: readonly string[]; placeholder?: string },
  change: (values: string[]) => void,
): HTMLElement {
  let values = [...look.values];
  const tags = html('ul', { class: 'tags' });
  const listId = `${look.id}-list`;
  const { suggestions = [], placeholder = '' } = look;
  const input = html('input', {
    id: look.id,
    type: 'text',
    autocomplete: 'off',
    dir: 'auto',
    placeholder,
    ...(suggestions.length > 0 && { list: listId }),
  }) as HTMLInputElement;

  const set = (next: string[]): void => {
    values = next;
    tags.replaceChildren(...values.map(drawTag));
    change([...values]);
  };
  const drawTag = (value: string): HTMLElement => {
    const remove = html('button', { type: 'button', 'aria-label': `Take out ${value}` }, ['×']);
    remove.addEventListener('click', () => {
      set(values.filter((one) => one !== value));
      input.focus();
    });
    return html('li', {}, [html('bdi', {}, [value]), remove]);
  };
  const take = (): void => {
    const typed = input.value.split(/[,\n]/).map((text) => text.trim());
    const isNew = (text: string, index: number): boolean =>
      text !== '' && !values.includes(text) && typed.indexOf(text) === index;
    input.value = '';
    set([...values, ...typed.filter(isNew)]);
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      take();
    }
    if (event.key === 'Backspace' && input.value === '') set(values.slice(0, -1));
  });
  // What was typed and not ended with Enter counts as well: nobody loses a filter by going on to the next field.
  input.addEventListener('blur', () => {
    if (input.value.trim() !== '') take();
  });
  tags.replaceChildren(...values.map(drawTag));
  const datalist = html(
    'datalist',
    { id: listId },
    suggestions.map((value) => html('option', { value })),
  );
  const control = html('div', { class: 'tag-field' }, [tags, input, suggestions.length > 0 ? datalist : null]);
  const element = field(look, input);
  input.replaceWith(control);
  control.insertBefore(input, control.lastElementChild === datalist ? datalist : null);
  return element;
}
