/// <reference lib="dom" />
/** Draws the settings of config/iparams.json, and answers as a settings page of one's own would. A classic script. */
type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Declared = Record<string, unknown>;

const declaredSettings = JSON.parse(document.getElementById('declared')?.textContent ?? '{}') as Record<
  string,
  Declared
>;
const formFields = new Map<string, FieldElement>();

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function optionsOf(declared: Declared): string[] {
  return Array.isArray(declared['options']) ? declared['options'].map(String) : [];
}

/** Types of config/iparams.json that an HTML field of the same idea has another name for. */
const INPUT_TYPES: Readonly<Record<string, string>> = {
  number: 'number',
  email: 'email',
  url: 'url',
  phone_number: 'tel',
  date: 'date',
  checkbox: 'checkbox',
};

function elementFor(declared: Declared): FieldElement {
  const type = textOr(declared['type'], 'text');
  if (type === 'paragraph') return document.createElement('textarea');
  if (['dropdown', 'radio', 'multiselect'].includes(type)) return selectOf(declared, type === 'multiselect');
  const input = document.createElement('input');
  input.type = declared['secure'] === true ? 'password' : (INPUT_TYPES[type] ?? 'text');
  return input;
}

function selectOf(declared: Declared, isMultiple: boolean): HTMLSelectElement {
  const select = document.createElement('select');
  select.multiple = isMultiple;
  if (!isMultiple) select.append(new Option('', ''));
  select.append(...optionsOf(declared).map((option) => new Option(option, option)));
  return select;
}

/** The field with its label, its hint, and room for what is wrong with it. */
function drawField(key: string, declared: Declared): HTMLElement {
  const field = elementFor(declared);
  formFields.set(key, field);
  field.id = `field-${key}`;
  field.required = declared['required'] === true;
  field.setAttribute('aria-describedby', `hint-${key} fault-${key}`);
  const label = document.createElement('label');
  label.htmlFor = field.id;
  label.textContent = `${textOr(declared['display_name'], key)}${field.required ? ' (required)' : ''}`;
  const place = document.createElement('div');
  place.className = 'field';
  place.append(label, field, line('hint', key, textOr(declared['description'], '')), line('fault', key, ''));
  return place;
}

function line(kind: 'hint' | 'fault', key: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = kind;
  element.id = `${kind}-${key}`;
  element.textContent = text;
  return element;
}

function isCheckbox(field: FieldElement): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === 'checkbox';
}

function isList(field: FieldElement): field is HTMLSelectElement {
  return field instanceof HTMLSelectElement && field.multiple;
}

function setField(field: FieldElement, value: unknown): void {
  if (isCheckbox(field)) field.checked = value === true;
  else if (isList(field))
    for (const option of field.options) option.selected = Array.isArray(value) && value.includes(option.value);
  else field.value = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function valueOf(field: FieldElement): unknown {
  if (isCheckbox(field)) return field.checked;
  if (isList(field)) return [...field.selectedOptions].map(({ value }) => value);
  return field.type === 'number' && field.value !== '' ? Number(field.value) : field.value;
}

function isBlank(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function faultOf(declared: Declared, value: unknown): string {
  if (isBlank(value)) return declared['required'] === true ? 'This is required.' : '';
  const pattern = declared['regex'] ?? declared['data-regex'];
  if (typeof pattern !== 'string' || new RegExp(pattern).test(String(value))) return '';
  return `This does not fit ${pattern}.`;
}

for (const [key, declared] of Object.entries(declaredSettings)) {
  document.getElementById('form')?.append(drawField(key, declared));
  const field = formFields.get(key);
  if (field !== undefined) setField(field, declared['default_value']);
}

// The platform looks for these three by name; nothing in this file calls them.
Object.assign(window, {
  getConfigs: (configs: Record<string, unknown>): void => {
    for (const [key, field] of formFields) setField(field, configs[key]);
  },
  validate: (): boolean => {
    const faults = [...formFields].map(([key, field]) => {
      const fault = faultOf(declaredSettings[key] ?? {}, valueOf(field));
      field.setAttribute('aria-invalid', String(fault !== ''));
      const place = document.getElementById(`fault-${key}`);
      if (place !== null) place.textContent = fault;
      return fault;
    });
    return faults.every((fault) => fault === '');
  },
  postConfigs: (): object => ({
    __meta: { secure: Object.keys(declaredSettings).filter((key) => declaredSettings[key]?.['secure'] === true) },
    ...Object.fromEntries([...formFields].map(([key, field]) => [key, valueOf(field)])),
  }),
});
