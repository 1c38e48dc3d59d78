/** What a schema cannot say of installation parameters. */
import { digText, isRecord, type Json } from '../../lib/dig';
import type { App } from '../app/app';
import { declaredFunctions } from '../app/page-source';
import { codeSource } from '../app/code-source';
import { textOf } from '../app/files';
import type { Report } from '../problem';
import { inARow } from '../../lib/words';
import { quoted } from './words';

/** The words a field is described with may not be a field's key. */
const RESERVED = [
  'display_name',
  'description',
  'type',
  'required',
  'visible',
  'default_value',
  'options',
  'regex',
  'secure',
  'data-bind',
  'type_attributes',
  'events',
];
const WITH_OPTIONS = ['dropdown', 'radio', 'multiselect'];
const OTHERS = ['text', 'paragraph', 'checkbox', 'number', 'email', 'url', 'date', 'phone_number', 'domain', 'api_key'];
const WITH_REGEX = ['text', 'email', 'phone_number', 'url'];
const SECRET_LIKE = /auth|token|key|secret/i;

export function checkIparams(app: App, report: Report): void {
  const { iparams } = app;
  for (const [name, parameter] of Object.entries(iparams.value)) {
    if (RESERVED.includes(name))
      report(
        'iparams-reserved',
        iparams.keyAt([name]),
        `${name} is a reserved word, and stops the FDK.`,
        `Choose another key than ${inARow(RESERVED, 'or')}.`,
      );
    if (!isRecord(parameter)) continue;
    checkOptions(app, name, parameter, report);
    checkDefault(app, name, parameter, report);
    checkRegex(app, name, parameter, report);
    checkChanges(app, name, parameter, report);
    checkSecret(app, name, parameter, report);
  }
}

function checkOptions({ iparams }: App, name: string, parameter: Json, report: Report): void {
  const type = digText(parameter, 'type');
  // Of a type that does not exist nothing more is said.
  if ('options' in parameter && OTHERS.includes(type))
    report(
      'iparams-options',
      iparams.keyAt([name, 'options']),
      `${name} is a ${type}, and has options.`,
      `Take them out: only ${inARow(WITH_OPTIONS, 'or')} has a choice.`,
    );
}

/** A default fits its field: one of the options where there are some, each once, and true or false where it is ticked. */
function checkDefault({ iparams }: App, name: string, parameter: Json, report: Report): void {
  const value = parameter['default_value'];
  if (value === undefined) return;
  const where = iparams.valueAt([name, 'default_value']);
  const fault = WITH_OPTIONS.includes(digText(parameter, 'type')) ? choiceFault(parameter) : typeFault(parameter);
  if (fault !== undefined) report('iparams-default', where, fault.sentence(name), fault.remedy);
}

interface Fault {
  sentence: (name: string) => string;
  remedy: string;
}

function choiceFault(parameter: Json): Fault | undefined {
  const value = parameter['default_value'];
  const options = parameter['options'];
  if (!Array.isArray(options)) return undefined;
  const isList = Array.isArray(value);
  if (isList && digText(parameter, 'type') !== 'multiselect')
    return { sentence: (name) => `The default of ${name} is a list.`, remedy: 'Name one of the options.' };
  const values: unknown[] = isList ? (value as unknown[]) : [value];
  const wrong = values.find((one) => !(options as unknown[]).includes(one));
  if (wrong !== undefined)
    return {
      sentence: (name) => `${quoted(wrong)}, the default of ${name}, is not among its options.`,
      remedy: 'Choose one of the options, letter for letter.',
    };
  if (new Set(values).size === values.length) return undefined;
  return {
    sentence: (name) => `The default of ${name} names an option twice.`,
    remedy: 'Name each once: the FDK takes a doubled one for one that is not there.',
  };
}

const TYPES: Record<string, { is: (value: unknown) => boolean; says: string }> = {
  checkbox: { is: (value) => typeof value === 'boolean', says: 'true or false' },
  number: {
    is: (value) => typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Number(value))),
    says: 'a number',
  },
};
const TEXT = { is: (value: unknown) => typeof value === 'string' || typeof value === 'number', says: 'a text' };

function typeFault(parameter: Json): Fault | undefined {
  const { is, says } = TYPES[digText(parameter, 'type')] ?? TEXT;
  const value = parameter['default_value'];
  return is(value)
    ? undefined
    : {
        sentence: (name) => `The default of ${name} is ${quoted(value)}, and no ${says.replace(/^a /, '')}.`,
        remedy: `Write ${says}.`,
      };
}

/** A regex is { name: pattern, "name-error": message }, of a field that is typed in. */
function checkRegex({ iparams }: App, name: string, parameter: Json, report: Report): void {
  if (!('regex' in parameter)) return;
  const fault = regexFault(name, digText(parameter, 'type'), parameter['regex']);
  if (fault !== undefined)
    report(
      'iparams-regex',
      iparams.keyAt([name, 'regex']),
      fault,
      'Write { "name": "pattern", "name-error": "what the admin reads" }, for a text, email, phone_number or url.',
    );
}

function regexFault(name: string, type: string, regex: unknown): string | undefined {
  if (!WITH_REGEX.includes(type)) return `${name} is a ${type}, which takes no regex.`;
  if (!isRecord(regex) || Object.keys(regex).length === 0) return `The regex of ${name} is empty.`;
  for (const [key, pattern] of Object.entries(regex).filter(([one]) => !one.endsWith('-error'))) {
    if (!isPattern(pattern)) return `${quoted(pattern)}, the regex ${key} of ${name}, is no regular expression.`;
    if (!(`${key}-error` in regex)) return `The regex ${key} of ${name} has no message, ${key}-error.`;
  }
  return undefined;
}

function isPattern(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** `events` names functions of config/assets/iparams.js. */
function checkChanges({ dir, iparams }: App, name: string, parameter: Json, report: Report): void {
  if (!Array.isArray(parameter['events'])) return;
  const source = codeSource('config/assets/iparams.js', '', textOf(dir, 'config/assets/iparams.js'));
  const functions = source === undefined ? [] : declaredFunctions(source);
  (parameter['events'] as unknown[]).forEach((event, index) => {
    for (const [kind, handler] of isRecord(event) ? Object.entries(event) : []) {
      const where = iparams.valueAt([name, 'events', String(index), kind]);
      if (kind !== 'change')
        report('iparams-events', where, `${name} knows no event ${kind}.`, 'The only event is change.');
      else if (!functions.includes(String(handler)))
        report(
          'iparams-events',
          where,
          `config/assets/iparams.js declares no function ${String(handler)}.`,
          'Declare it there: function name(value) { … }.',
        );
    }
  });
}

function checkSecret({ iparams }: App, name: string, parameter: Json, report: Report): void {
  if (SECRET_LIKE.test(name) && !name.includes('api_domain') && parameter['secure'] !== true)
    report(
      'iparams-secure',
      iparams.keyAt([name]),
      `${name} sounds like a secret, and is not secure.`,
      'Add "secure": true, or give it another key.',
    );
}
