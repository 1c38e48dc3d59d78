"use strict";
/**
 * Reading an admin's address into what a request template takes. The platform refuses a host with a scheme, a port or
 * an IP address, and there is no URL class in its sandbox.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.MAX_HOST = void 0;
exports.readAddress = readAddress;
const PARTS = /^https:\/\/([^/?#]*)\/?([^#]*)/i;
/** Labels of letters, digits and hyphens, at least two, the last one no number and not `localhost`. */
const PUBLIC_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$|localhost$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Characters of a host name, by RFC 1035. */
exports.MAX_HOST = 253;
const IP_ADDRESS = /^\[|^[\d.]+(?::\d*)?$|^0x[\da-f.x]+$/;
/** Reads `https://host/path?query`; a fragment never travels and is dropped. `defaultPort`: whether `:443` may stand there. */
function readAddress(text, defaultPort) {
    const parts = PARTS.exec(text);
    if (parts === null)
        return { fault: 'https' };
    const { 1: authority = '', 2: rest = '' } = parts;
    if (authority.includes('@'))
        return { fault: 'credentials' };
    const host = (defaultPort === 'accept' ? authority.replace(/:443$/, '') : authority).toLowerCase();
    const fault = hostFault(host);
    return fault === null ? { address: { host, path: encodePath(rest) } } : { fault };
}
function hostFault(host) {
    if (IP_ADDRESS.test(host))
        return 'ip';
    if (host.includes(':'))
        return 'port';
    return host.length <= exports.MAX_HOST && PUBLIC_NAME.test(host) ? null : 'host';
}
/** Percent-encodes what no URL may hold as it is, template tags and a percent sign that encodes nothing included; what is encoded already stays so. */
function encodePath(rest) {
    return rest.replace(/%(?![\dA-Fa-f]{2})|[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, (char) => (isLoneSurrogate(char) ? '%EF%BF%BD' : encodeURIComponent(char)));
}
function isLoneSurrogate(char) {
    return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}
