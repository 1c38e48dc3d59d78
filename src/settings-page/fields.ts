/**
 * Fields with a label, a sentence that helps, and a place for what is wrong. Buttons, the switch and the pills of the status are
 * Crayons'. What is typed into, chosen from or ticked is the browser's own, in Crayons' looks, because of four things that Crayons 4.2
 * cannot do: be dark (white fields and dark words stand in its shadow trees); be named for a screen reader in `fw-select` and `fw-tag`
 * (axe: aria-required-attr, nested-interactive, aria-command-name); give a name typed from right to left its own direction; and
 * suggest time zones.
 */
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

/** A switch of Crayons', with what it means beside it. */
export function switchField(
  look: { id: string; label: string; sentence: string; isOn: boolean },
  change: (isOn: boolean) => void,
): HTMLElement {
  const { id, label, sentence, isOn } = look;
  const control = html('fw-toggle', {
    id,
    label,
    size: 'medium',
    'show-icon': 'false',
    checked: isOn,
    'aria-describedby': `${id}-help`,
  });
  control.addEventListener('fwChange', (event) => {
    change((event as CustomEvent<{ checked: boolean }>).detail.checked);
  });
  // The switch is named already, so a screen reader need not read its words once more.
  const words = html('span', { class: 'switch-label', 'aria-hidden': 'true' }, [label]);
  words.addEventListener('click', () => {
    control.click();
  });
  return html('div', { class: 'tick' }, [control, words, html('p', { class: 'help', id: `${id}-help` }, [sentence])]);
}
