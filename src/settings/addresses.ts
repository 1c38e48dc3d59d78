/**
 * Reading an admin's address into what a request template takes. The platform refuses a host with a scheme, a port or
 * an IP address, and there is no URL class in its sandbox.
 */
import { MAX_HOST } from '../lib/text';

/** `path` holds the query and starts without a slash: the template writes the first one. */
export interface Address {
  host: string;
  path: string;
}

export type AddressReading = { address: Address } | { problem: string };

const ADDRESS_PARTS = /^https:\/\/([^/?#]*)\/?([^#]*)/i;
/**
 * Labels of letters, digits and hyphens, at least two. A last label that is a number, hexadecimal ones included, makes
 * the whole an IPv4 address for whoever resolves it (WHATWG URL, "ends in a number").
 */
const PUBLIC_NAME =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!(?:\d+|0x[\da-f]*|localhost)$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const IP_ADDRESS = /^\[|^[\d.]+(?::\d*)?$|(?:^|\.)(?:\d+|0x[\da-f]*)$/;

/**
 * Reads `https://host/path?query`, where `:443` may stand behind the host; a fragment never travels and is dropped. A
 * problem is the end of a sentence that starts with a destination's name.
 */
export function readAddress(text: string): AddressReading {
  const parts = ADDRESS_PARTS.exec(text);
  if (parts === null) return { problem: 'needs an address that starts with https://.' };
  const { 1: authority = '', 2: rest = '' } = parts;
  if (authority.includes('@')) return { problem: 'must not hold a user name or password.' };
  const host = authority.replace(/:443$/, '').toLowerCase();
  const problem = hostProblem(host);
  return problem === null ? { address: { host, path: encodePath(rest) } } : { problem };
}

function hostProblem(host: string): string | null {
  if (IP_ADDRESS.test(host)) return 'needs a host name, not an IP address.';
  if (host.includes(':')) return 'must not name a port other than 443.';
  return host.length <= MAX_HOST && PUBLIC_NAME.test(host) ? null : 'needs a public host, like hooks.acme.com.';
}

/**
 * Percent-encodes what no URL may hold as it is, and with it whatever the platform could read as a tag of a template; a
 * percent sign that encodes nothing is encoded, what is encoded already stays so.
 */
function encodePath(rest: string): string {
  return rest.replace(/%(?![\dA-Fa-f]{2})|[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, (char) =>
    isLoneSurrogate(char) ? '%EF%BF%BD' : encodeURIComponent(char),
  );
}

function isLoneSurrogate(char: string): boolean {
  return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}
