import { domainToASCII } from 'node:url';
import { error, type TransformFunction, value } from './result.js';

/** RFC 5321: 64 octets before the sign, 254 in all. */
const ADDRESS = /^[^\s@<>(),;:"[\]\\]{1,64}@([^\s@]+)$/;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** A host name in lower-case ASCII with at least two labels, or null. */
export function hostOf(text: string): string | null {
  const ascii = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  const labels = ascii.split('.');
  if (ascii.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) {
    return null;
  }
  return /^\d+$/.test(labels.at(-1) ?? '') ? null : ascii;
}

/** One address in lower case; takes `Name <address>` and `mailto:` forms. */
export const email: TransformFunction = (raw) => {
  const bare = (/<([^<>]+)>\s*$/.exec(raw)?.[1] ?? raw).trim().replace(/^mailto:/i, '');
  const address = bare.toLowerCase();
  const host = ADDRESS.exec(address)?.[1];
  const domain = host === undefined ? null : hostOf(host);
  if (domain === null || address.length > 254) return error('is not an e-mail address');
  return value(`${address.slice(0, address.lastIndexOf('@'))}@${domain}`);
};

/** The host name of a URL, an e-mail address or a bare name, without `www.`. */
export const domain: TransformFunction = (raw) => {
  const authority = raw
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:(\/\/)?/i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d*$/, '');
  const host = hostOf(authority.replace(/^www\d?\.(?=[^.]+\.)/i, ''));
  return host === null ? error('is not a domain or web address') : value(host);
};

/** The path of a web address, without query, fragment and final slash; `/` for the front page. */
export const urlPath: TransformFunction = (raw) => {
  const text = raw.trim();
  if (/\s/.test(text)) return error('is not a web address');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const rest = withScheme
    ? text.replace(/^[^/]*:\/\/[^/?#]*/, '')
    : text.replace(/^\/\/[^/?#]*/, '');
  // `acme.example/pricing` is a host and a path, `/pricing` and `pricing` are paths.
  const relative =
    withScheme || rest.startsWith('/')
      ? rest
      : rest.replace(/^([^/?#]+\.[^/?#]+)(?=[/?#]|$)/, (host) => (hostOf(host) ? '' : host));
  const path = relative.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  return value(decoded(path.startsWith('/') ? path : `/${path}`));
};

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
