/** The destinations that an admin has set up, and which of them a request is for. */
import { dig, digList, digText, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { plain } from '../../../../packages/fresh-platform/lib/words';
import { DESTINATIONS, type Destination, type Recipient } from '../api/destinations';

/** As the settings list them; what is no destination is left out. */
export function recipientsIn(iparams: Json): Recipient[] {
  return digList(iparams, 'destinations').flatMap((entry) => {
    const kind = DESTINATIONS.find((name) => name === digText(entry, 'kind'));
    const id = digText(entry, 'id');
    return kind === undefined || id === '' ? [] : [{ id, kind, name: plain(digText(entry, 'name')) }];
  });
}

/** Of a destination that is set up no longer its id is left, and what the app called it. */
export function recipientOf(id: string, iparams: Json, name = ''): Recipient {
  const known = recipientsIn(iparams).find((one) => one.id === id);
  return known ?? { id, kind: DESTINATIONS.find((one) => one === id) ?? 'webhook', name: plain(name) };
}

/** What a request tells of where it goes. */
interface Sent {
  host: string;
  path: string;
  body: string;
}

/** The id of the destination that a request is for; its kind's name where none of the kind is set up. */
export function recipientIdOf(sent: Sent, kind: Destination, iparams: Json): string {
  const own = digList(iparams, 'destinations').filter((entry) => digText(entry, 'kind') === kind);
  const found = own.find((entry) => ADDRESSED[kind](sent, entry, iparams)) ?? own[0];
  return digText(found, 'id') || kind;
}

type Addressed = (sent: Sent, entry: unknown, iparams: Json) => boolean;

const ADDRESSED: Readonly<Record<Destination, Addressed>> = {
  webhook: ({ host, path }, entry) => goesTo(digText(entry, 'url'), host, path),
  slack: ({ body }, entry) => body.includes(JSON.stringify(digText(entry, 'channel'))),
  teams: ({ host, path }, entry, iparams) => goesTo(digText(dig(iparams, 'secrets'), digText(entry, 'id')), host, path),
};

function goesTo(address: string, host: string, path: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.hostname === host.split(':')[0] && `${url.pathname}${url.search}` === path;
}
