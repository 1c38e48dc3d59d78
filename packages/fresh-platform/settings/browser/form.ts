/// <reference lib="dom" />
/** Draws the settings of config/iparams.json with Crayons, and answers as a settings page of one's own would. A classic script. */
type FormField = HTMLElement & { value: unknown; checked: boolean };
type Declared = Record<string, unknown>;

const declaredSettings = JSON.parse(document.getElementById('declared')?.textContent ?? '{}') as Record<
  string,
  Declared
>;
const formFields = new Map<string, FormField>();

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function optionsOf(declared: Declared): string[] {
  return Array.isArray(declared['options']) ? declared['options'].map(String) : [];
}

const ELEMENTS: Readonly<Record<string, string>> = {
  checkbox: 'fw-checkbox',
  dropdown: 'fw-select',
  radio: 'fw-select',
  multiselect: 'fw-select',
  paragraph: 'fw-textarea',
};

/** Types of config/iparams.json that an HTML field of the same idea has another name for. */
const INPUT_TYPES: Readonly<Record<string, string>> = { number: 'number', email: 'email', url: 'url', phone: 'tel' };

function drawField(key: string, declared: Declared): FormField {
  const type = textOr(declared['type'], 'text');
  const label = textOr(declared['display_name'], key);
  const field = document.createElement(ELEMENTS[type] ?? 'fw-input') as FormField;
  const options = optionsOf(declared).map((option) => ({ text: option, value: option }));
  const properties = {
    label,
    name: key,
    required: declared['required'] === true,
    hintText: textOr(declared['description'], ''),
  };
  Object.assign(field, properties, options.length > 0 && { options, multiple: type === 'multiselect' });
  if (field.localName === 'fw-checkbox') field.textContent = label;
  if (field.localName === 'fw-input')
    field.setAttribute('type', declared['secure'] === true ? 'password' : (INPUT_TYPES[type] ?? 'text'));
  return field;
}

function setField(field: FormField, value: unknown): void {
  if (field.localName === 'fw-checkbox') field.checked = value === true;
  else field.value = value ?? '';
}

function valueOf(field: FormField): unknown {
  return field.localName === 'fw-checkbox' ? field.checked : (field.value ?? '');
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
  const field = drawField(key, declared);
  setField(field, declared['default_value']);
  formFields.set(key, field);
  document.getElementById('form')?.append(field);
}

// The platform looks for these three by name; nothing in this file calls them.
Object.assign(window, {
  getConfigs: (configs: Record<string, unknown>): void => {
    for (const [key, field] of formFields) setField(field, configs[key]);
  },
  validate: (): boolean => {
    const faults = [...formFields].map(([key, field]) => {
      const fault = faultOf(declaredSettings[key] ?? {}, valueOf(field));
      Object.assign(field, { state: fault === '' ? 'normal' : 'error', errorText: fault });
      return fault;
    });
    return faults.every((fault) => fault === '');
  },
  postConfigs: (): object => ({
    __meta: { secure: Object.keys(declaredSettings).filter((key) => declaredSettings[key]?.['secure'] === true) },
    ...Object.fromEntries([...formFields].map(([key, field]) => [key, valueOf(field)])),
  }),
});
