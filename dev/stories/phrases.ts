import { causeInWords } from '../../src/messages/words';
import { dig, digList, digRecord, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { duration } from '../../packages/fresh-platform/lib/durations';
import { cut } from '../../packages/fresh-platform/lib/terminal';
import { inARow, plain } from '../../packages/fresh-platform/lib/words';

/** Names of agents and groups by their ids, as far as a story's payloads tell them. */
export type Names = ReadonlyMap<string, string>;

/** First and last name of a person or bot; empty where the payload has neither. Control characters never reach a terminal. */
export function fullName(person: unknown): string {
  return plain(`${digText(person, 'first_name')} ${digText(person, 'last_name')}`);
}

/** Who did it, as the subject of a sentence. */
export function subjectOf(data: unknown): string {
  const type = digText(data, 'actor', 'type');
  if (type === 'system') return systemPart(digText(data, 'actor', 'sub_entity'));
  const name = fullName(dig(data, 'actor'));
  if (name === '') return type === 'user' ? 'the customer' : 'someone';
  return type === 'bot' ? `${name} (bot)` : name;
}

/** In the app's own words, which begin a sentence there and stand within one here. */
function systemPart(part: string): string {
  return causeInWords(part).replace(/^(?:The|An?|Auto)\b/, (first) => first.toLowerCase());
}

/** What a payload tells, in a sentence: "Asha Raman takes it", "the topic gives it to First line". */
export function sentence(data: unknown, names: Names): string {
  const changes = digRecord(data, 'changes', 'model_changes');
  if (dig(data, 'changes') === undefined) return `${subjectOf(data)} writes${quoted(data) || ' (no text)'}`;
  const told = [...ORDER, ...Object.keys(changes).filter((field) => !ORDER.includes(field))].flatMap((field) =>
    phrase(field, changes, data, names),
  );
  if (told.length === 0) return `${subjectOf(data)} changes nothing that is told`;
  const byMessage = digText(data, 'actor', 'sub_entity') === 'user_message';
  return `${subjectOf(data)} ${inARow(told)}${byMessage ? `:${quoted(data)}` : ''}`;
}

function quoted(data: unknown): string {
  const message = digList(data, 'conversation', 'messages').at(-1);
  const text = plain(
    digList(message, 'message_parts')
      .map((part) => digText(part, 'text', 'content'))
      .join(' '),
  );
  return text === '' ? '' : ` “${text}”`;
}

interface Change {
  from: unknown;
  to: unknown;
  data: unknown;
  names: Names;
  changes: Json;
}

type Phrase = (change: Change) => string;

/** How a change of each attribute is said; attributes not named here are said plainly. */
const PHRASES: ReadonlyMap<string, Phrase> = new Map(
  Object.entries<Phrase>({
    assigned_group_id: ({ from, to, names }) => {
      if (to === null) return `takes it from ${nameOf(from, names)}`;
      return `${from === null ? 'gives' : 'hands'} it to ${nameOf(to, names)}`;
    },
    assigned_agent_id: agentPhrase,
    status: statusPhrase,
    sla_breach: ({ to }) => (to === true ? 'finds the first response overdue' : 'clears the first response'),
    resolution_sla_breach: ({ to }) => (to === true ? 'finds the resolution overdue' : 'clears the resolution'),
    label_category_id: (change) => labelPhrase(change, 'label_category'),
    label_subcategory_id: (change) => labelPhrase(change, 'label_subcategory'),
    priority: ({ from, to }) => `moves its priority from ${inWords(from)} to ${inWords(to)}`,
  }),
);

const ORDER = [...PHRASES.keys()];

function phrase(field: string, changes: Json, data: unknown, names: Names): string[] {
  const tuple = changes[field];
  if (!Array.isArray(tuple) || tuple.length !== 2 || tuple[0] === tuple[1]) return [];
  const change: Change = { from: tuple[0], to: tuple[1], data, names, changes };
  const said = PHRASES.get(field)?.(change) ?? `sets ${plain(field)} to ${inWords(change.to)}`;
  return said === '' ? [] : [said];
}

function agentPhrase({ from, to, data, names }: Change): string {
  const self = dig(data, 'actor', 'id');
  if (to === null) return self === from ? 'lets it go' : `takes it from ${nameOf(from, names)}`;
  if (to === self) return from === null ? 'takes it' : 'takes it over';
  return `${from === null ? 'gives' : 'hands'} it to ${nameOf(to, names)}`;
}

/** A status that only follows an assignment (new and assigned) needs no words of its own. */
function statusPhrase({ from, to, data, changes }: Change): string {
  const assigned = 'assigned_agent_id' in changes || 'assigned_group_id' in changes;
  if (to === 'resolved') return `resolves it${age(data)}`;
  if (from === 'resolved' || to === 'reopened') return 'reopens it';
  if (assigned && [from, to].every((status) => status === 'new' || status === 'assigned')) return '';
  return `moves it to “${inWords(to)}”`;
}

function age(data: unknown): string {
  const ms =
    Date.parse(digText(data, 'conversation', 'resolved_time')) -
    Date.parse(digText(data, 'conversation', 'created_time'));
  return Number.isNaN(ms) ? '' : ` (${duration(ms)} after it began)`;
}

function labelPhrase({ to, data }: Change, association: string): string {
  if (to === null) return association === 'label_category' ? 'removes its label' : 'removes its sublabel';
  return `labels it “${plain(digText(data, 'associations', association, 'name')) || inWords(to)}”`;
}

function nameOf(id: unknown, names: Names): string {
  return names.get(inWords(id)) ?? `“${cut(inWords(id), 9)}”`;
}

function inWords(value: unknown): string {
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}
