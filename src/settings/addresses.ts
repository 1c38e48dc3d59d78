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

export type AddressReading = { address: Address } | { fault: AddressFault };

export type AddressFault = 'https' | 'credentials' | 'port' | 'ip' | 'host';

const ADDRESS_PARTS = /^https:\/\/([^/?#]*)\/?([^#]*)/i;
/** Labels of letters, digits and hyphens, at least two, the last one no number and not `localhost`. */
const PUBLIC_NAME =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$|localhost$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const IP_ADDRESS = /^\[|^[\d.]+(?::\d*)?$|^0x[\da-f.x]+$/;

/** Reads `https://host/path?query`; a fragment never travels and is dropped. `defaultPort`: whether `:443` may stand there. */
export function readAddress(text: string, defaultPort: 'accept' | 'refuse'): AddressReading {
  const parts = ADDRESS_PARTS.exec(text);
  if (parts === null) return { fault: 'https' };
  const { 1: authority = '', 2: rest = '' } = parts;
  if (authority.includes('@')) return { fault: 'credentials' };
  const host = (defaultPort === 'accept' ? authority.replace(/:443$/, '') : authority).toLowerCase();
  const fault = hostFault(host);
  return fault === null ? { address: { host, path: encodePath(rest) } } : { fault };
}

function hostFault(host: string): AddressFault | null {
  if (IP_ADDRESS.test(host)) return 'ip';
  if (host.includes(':')) return 'port';
  return host.length <= MAX_HOST && PUBLIC_NAME.test(host) ? null : 'host';
}

/** Percent-encodes what no URL may hold as it is, template tags and a percent sign that encodes nothing included; what is encoded already stays so. */
function encodePath(rest: string): string {
  return rest.replace(/%(?![\dA-Fa-f]{2})|[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, (char) =>
    isLoneSurrogate(char) ? '%EF%BF%BD' : encodeURIComponent(char),
  );
}

function isLoneSurrogate(char: string): boolean {
  return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}
