/** What each receiver must be told of each event, and what it was told: counted, and held against what may be. */
import { dig, digText } from '../../../packages/fresh-platform/lib/dig';
import { withoutPersonalData } from '../../../src/events/build';
import type { RelayEvent } from '../../../src/events/event';
import type { Name } from './destinations';
import { conversationsIn, eventsOf } from './payloads';

/** What one destination must be told of one event. */
export interface Debt {
  name: Name;
  event: string;
  at: number;
  /** The invocation that was to tell it died, or the store was wiped meanwhile: either way will do. */
  isOff: boolean;
  delivered: number;
  givenUp: string[];
}

/** By reason, whether that may be said of an event. */
export type Reasons = Readonly<Record<string, (debt: Debt) => boolean>>;

export interface Ledger {
  /** By destination and id. */
  readonly debts: Map<string, Debt>;
  /** What must never happen, in sentences. */
  readonly problems: string[];
  note: (isWrong: boolean, problem: string) => void;
  /** These events, each by its id, are what a conversation's payload must be told by. */
  owe: (conversation: number, told: Map<string, string>, names: readonly Name[], at: number) => Debt[];
  /** A receiver took a request. */
  arrive: (name: Name, body: string) => void;
  /** An error was logged; `hasDied` says that an invocation did, which excuses a repetition. */
  hear: (text: string, hasDied: boolean) => void;
}

/** The log holds no personal data, whatever receivers are told. */
function isLogOf({ event }: Debt, logged: unknown): boolean {
  return JSON.stringify(logged) === JSON.stringify(withoutPersonalData(JSON.parse(event) as RelayEvent));
}

/** `mayFail` says of an event whether any other reason may be given for it. */
export function createLedger(reasons: Reasons, mayFail: (debt: Debt) => boolean): Ledger {
  /** By conversation: the ids of its events, and each as text. */
  const events = new Map<number, Map<string, string>>();
  const debts = new Map<string, Debt>();
  const problems: string[] = [];

  const note = (isWrong: boolean, problem: string): void => {
    if (isWrong) problems.push(problem);
  };

  const debtOf = (name: Name, id: string, event: string | undefined, where: string): Debt | undefined => {
    const debt = debts.get(`${name} ${id}`);
    note(debt === undefined, `${where} was told of ${id}, which nobody was to tell it.`);
    if (debt !== undefined && event !== undefined)
      note(
        event !== debt.event,
        `${where} was told of ${id} otherwise than at first: ${event} in place of ${debt.event}`,
      );
    return debt;
  };

  /** The ids a body tells of, with the event as it is told where it is. */
  const idsIn = (name: Name, body: string): [id: string, event: string | undefined][] => {
    if (name === 'webhook') return eventsOf(body).map((event) => [digText(event, 'id'), JSON.stringify(event)]);
    return conversationsIn(body).flatMap((conversation) =>
      [...(events.get(conversation)?.keys() ?? [])].map((id): [string, undefined] => [id, undefined]),
    );
  };

  return {
    debts,
    problems,
    note,
    owe: (conversation, told, names, at) => {
      events.set(conversation, told);
      const owed = names.flatMap((name) =>
        [...told].map(([id, event]): [string, Debt] => [
          `${name} ${id}`,
          { name, event, at, isOff: false, delivered: 0, givenUp: [] },
        ]),
      );
      for (const [key, debt] of owed) debts.set(key, debt);
      return owed.map(([, debt]) => debt);
    },
    arrive: (name, body) => {
      for (const [id, event] of idsIn(name, body)) {
        const debt = debtOf(name, id, event, name);
        if (debt !== undefined) debt.delivered += 1;
      }
    },
    hear: (text, hasDied) => {
      const line: unknown = text.startsWith('{') ? JSON.parse(text) : null;
      const reason = digText(line, 'reason');
      const [name, id] = [digText(line, 'destination') as Name, digText(line, 'undelivered', 'id')];
      // News of trouble are owed to whoever hears them, however late, and told once at most: nobody asks for them again.
      if (digText(line, 'undelivered', 'type') === 'relay.trouble') return;
      const debt = debtOf(name, id, undefined, `The log (${text.slice(0, 200)})`);
      if (debt === undefined) return;
      note(
        !isLogOf(debt, dig(line, 'undelivered')),
        `The log says otherwise than what ${name} was to be told: ${text}`,
      );
      note(!(reasons[reason] ?? mayFail)(debt), `${debt.name} was given up for no reason: ${reason}`);
      note(debt.givenUp.includes(reason) && !hasDied, `${debt.name} was given up twice: ${reason}`);
      debt.givenUp.push(reason);
    },
  };
}
