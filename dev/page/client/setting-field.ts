/** One field of the installation page. */
import type { SettingField } from '../server/api';
import { choice, crayon, html } from './elements';

export interface Field {
  key: string;
  element: HTMLElement;
  value: () => string | string[];
  /** A secret that was set is to be forgotten. */
  isCleared: () => boolean;
}

type Input = HTMLElement & { value: string };
type Select = HTMLElement & { value: string | string[] };

export function drawField(field: SettingField): Field {
  if (field.options.length > 0) return drawSelect(field);
  return field.secure ? drawSecret(field) : drawText(field);
}

function drawText({ key, label, help, required, value }: SettingField): Field {
  const input = crayon(
    'fw-input',
    { label, required, value: String(value), hintText: help },
    [],
    `field-${key}`,
  ) as Input;
  return { key, element: input, value: () => input.value, isCleared: () => false };
}

/** Crayons has no field for secrets: this is a browser's own, which shows nothing of what is typed. */
function drawSecret({ key, label, help, isSet }: SettingField): Field {
  const id = `field-${key}`;
  const input = html('input', {
    id,
    type: 'password',
    autocomplete: 'off',
    placeholder: isSet ? '•••••••• (set; leave blank to keep it)' : '',
    'aria-describedby': `${id}-help`,
  }) as HTMLInputElement;
  const clear = html('input', { id: `${id}-clear`, type: 'checkbox' }) as HTMLInputElement;
  const forget = isSet ? [html('label', { class: 'clear', for: `${id}-clear` }, [clear, 'Clear it'])] : [];
  return {
    key,
    element: html('div', { class: 'secret' }, [
      html('label', { for: id }, [label]),
      html('div', { class: 'secret-line' }, [input, ...forget]),
      html('p', { class: 'help', id: `${id}-help` }, [help]),
    ]),
    value: () => (clear.checked ? '' : input.value),
    isCleared: () => clear.checked,
  };
}

function drawSelect({ key, label, help, type, options, required, value }: SettingField): Field {
  const multiple = type === 'multiselect';
  const properties = {
    label,
    required,
    searchable: false,
    hintText: help,
    options: options.map((option) => ({ text: option, value: option })),
    value,
  };
  const id = `field-${key}`;
  const select = (
    multiple ? crayon('fw-select', { ...properties, multiple, checkbox: true }, [], id) : choice(properties, id)
  ) as Select;
  return { key, element: select, value: () => select.value, isCleared: () => false };
}
