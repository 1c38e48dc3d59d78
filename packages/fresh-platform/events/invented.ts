/**
 * Payloads and settings for apps that come without recordings. They are invented, and every name in them says so: what the
 * products really send has more, and other values.
 */
import { isPlainObject } from '../rules/errors';
import { BESIDE, CHANGED, inventedThing, mail, MARK } from './invented-things';

type Json = Record<string, unknown>;

/** A payload of a product event, by its module and name: `onTicketUpdate` has a ticket and its changes. */
export function inventedPayload(event: string, module = ''): Json {
  const [, thing = 'thing', what = ''] = /^on(.+?)(Create|Update|Delete)?$/.exec(event) ?? [];
  const name = thing.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return {
    data: {
      actor: { type: 'agent', id: 1, name: `An ${MARK} agent`, email: mail('agent') },
      associations: {},
      ...BESIDE[name],
      [name]: inventedThing(name, module),
      ...(what === 'Update' && { changes: changesOf(name, module) }),
    },
    event,
  };
}

function changesOf(name: string, module: string): Json {
  const changed = CHANGED[`${module}.${name}`] ?? CHANGED[name] ?? { updated_at: [null, '2026-01-01T00:00:00.000Z'] };
  return { model_changes: changed, system_changes: {}, misc_changes: {} };
}

/** What a type of field holds where its name does not say more. */
const BY_TYPE: Record<string, unknown> = {
  number: 7,
  checkbox: true,
  date: '2026-01-01',
  email: `somebody@${MARK}.example.com`,
  url: `https://${MARK}.example.com`,
  domain: `${MARK}.example.com`,
  phone_number: '+15550100',
  'api-key': `${MARK}-key`,
};

/** Settings for a form (config/iparams.json): each default, else the first option, else something of the field's kind. */
export function inventedSettings(form: Json): Json {
  return Object.fromEntries(
    Object.entries(form).map(([name, field]) => [name, inventedValue(name, isPlainObject(field) ? field : {})]),
  );
}

function inventedValue(name: string, field: Json): unknown {
  const given = field['default_value'] ?? firstOption(field);
  if (given !== undefined && given !== '') return given;
  const byType = BY_TYPE[String(field['type'])];
  if (byType !== undefined) return byType;
  return /host|(?<!sub)domain|url/i.test(name)
    ? `${MARK}.example.com`
    : `${MARK}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

function firstOption({ options, type }: Json): unknown {
  if (!Array.isArray(options)) return undefined;
  const [first] = options as unknown[];
  return type === 'multiselect' ? [first] : first;
}
