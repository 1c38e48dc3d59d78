/** The platform's words in plain English, and lists of things. */
import { own } from '../lib/json';
import type { Place } from './escaping';

// The tables are functions because every invocation of the app loads this file, also where nobody is told in words.
/** What acted where the actor is the system; source: `actor.sub_entity` of the product events. */
const causes = (): Readonly<Record<string, string>> => ({
  intelliassign: 'IntelliAssign',
  assignment_rule: 'An assignment rule',
  auto_resolve: 'Auto-resolve',
  channel_group_mapping: 'The topic’s routing',
  agent_group_mapping: 'The agent’s own group',
  freddy_bot: 'Freddy',
  hallway_bot: 'The hallway bot',
  user_message: 'The customer’s message',
});

/** How customers write; source: `conversation.source` of the product events. */
const sources = (): Readonly<Record<string, string>> => ({
  WEBCHAT: 'by web chat',
  MOBILE: 'through the mobile app',
  WHATSAPP: 'on WhatsApp',
  EMAIL: 'by email',
  FACEBOOK_MESSENGER: 'on Facebook Messenger',
  FB_NATIVE: 'on Facebook Messenger',
  FACEBOOK: 'on Facebook',
  FRESHBOTS_WIDGET: 'through the bot widget',
  INSTAGRAM: 'on Instagram',
  SMS: 'by text message',
  LINE: 'on LINE',
  ABC: 'on Apple Messages',
  GBM: 'on Google Business Messages',
});

const actors = (): Readonly<Record<string, string>> => ({ agent: 'An agent', bot: 'A bot', user: 'The customer' });

/** What acted, as the subject of a sentence. */
export function causeInWords(cause: string | null): string {
  return wordFor(causes(), cause) ?? 'The system';
}

/** A source without how it is said in a sentence: `email`, `mobile app`. */
export function sourceName(source: string, place: Place): string {
  return sourceInWords(source, place).replace(/^\w+ (?:the )?/, '');
}

/** Who acted where no name is told. */
export function actorInWords(type: string | null): string {
  return wordFor(actors(), type) ?? 'Somebody';
}

/** `by email`, `on WhatsApp`; a source that came later in lower case, without the platform's underscores. */
export function sourceInWords(source: string, place: Place): string {
  return (
    wordFor(sources(), source.toUpperCase()) ??
    `through ${place.outside(fieldInWords(source), 40, 'another channel').toLowerCase()}`
  );
}

/** `cf_order_number` as `order number`. */
export function fieldInWords(field: string): string {
  return field.replace(/^cf_/, '').replace(/_+/g, ' ').trim();
}

function wordFor(words: Readonly<Record<string, string>>, key: string | null): string | undefined {
  return key === null ? undefined : (own(words, key) as string | undefined);
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(things: readonly string[]): string {
  const last = things[things.length - 1] ?? '';
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} and ${last}`;
}

/** With its first letter in upper case, where it begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 update`, `3 updates`. */
export function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** `picked up the conversation`, `picked it up`. */
export function withParticle(verb: string, particle: string, object: string): string {
  return object === 'it' ? `${verb} it ${particle}` : `${verb} ${particle} ${object}`;
}
