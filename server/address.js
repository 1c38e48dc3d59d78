"use strict";
/**
 * Reading an admin's address into what a request template takes. The platform refuses a host with a scheme, a port or
 * an IP address, and there is no URL class in its sandbox.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.readAddress = readAddress;
const PARTS = /^https:\/\/([^/?#]*)\/?([^#]*)/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Reads `https://host/path?query`; a fragment never travels and is dropped. `defaultPort`: whether `:443` may stand there. */
function readAddress(text, defaultPort) {
    const parts = PARTS.exec(text);
    if (parts === null)
        return { fault: 'https' };
    const [, authority = '', rest = ''] = parts;
    if (authority.includes('@'))
        return { fault: 'credentials' };
    const host = (defaultPort === 'accept' ? authority.replace(/:443$/, '') : authority).toLowerCase();
    const fault = hostFault(host);
    return fault === null ? { address: { host, path: encodePath(rest) } } : { fault };
}
function hostFault(host) {
    if (host.startsWith('[') || /^[\d.]+(?::\d*)?$/.test(host) || /^0x[\da-f.x]+$/.test(host))
        return 'ip';
    if (host.includes(':'))
        return 'port';
    return isPublicName(host) ? null : 'host';
}
/** A fully qualified name: labels of letters, digits and hyphens, at least two, the last one no number. */
function isPublicName(host) {
    const labels = host.split('.');
    if (host.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label)))
        return false;
    const top = labels[labels.length - 1] ?? '';
    return !/^\d+$/.test(top) && top !== 'localhost';
}
/** Percent-encodes what no URL may hold as it is, template tags and a percent sign that encodes nothing included; what is encoded already stays so. */
function encodePath(rest) {
    return rest.replace(/%(?![\dA-Fa-f]{2})|[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, (char) => (isLoneSurrogate(char) ? '%EF%BF%BD' : encodeURIComponent(char)));
}
function isLoneSurrogate(char) {
    return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}
