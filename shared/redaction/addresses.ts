/** Addresses of networks and adapters, mail addresses and telephone numbers in a text (RD40 to RD44). */
import type { Span } from './kinds.ts';
import { openStems } from './stems.ts';

const ipv4 =
  /(?<![\w.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w]|\.\d|-\d{1,3}\.)/y;
/** Between the parts of a file's name. */
const ipv4Inside =
  /(?<=[_-])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?=[_]|-(?!\d)|\.[A-Za-z])/y;
const ipv6 =
  /(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{1,4})?(?![\w:]|\.\d)/y;
const macPairs = /(?<![\w:.-])[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])/y;
const macQuads = /(?<![\w.-])[0-9A-Fa-f]{4}([.-])[0-9A-Fa-f]{4}\1[0-9A-Fa-f]{4}(?![\w-]|\.\w)/y;
/** A telephone's name at its call manager is its adapter's address. */
const deviceName = /\b(?:SEP|ATA|CSF|TCT|BOT|VGC)([0-9A-F]{12})(?![0-9A-Za-z])/g;

/** A version stands where these words or signs stand before four numbers. */
const versionBefore =
  /(?:\bversions?|\brelease|\brev(?:ision)?|\bver|\bfirmware|\bbuild|\bbios|\bboot ?rom|\bdriver|\bsoftware|\bpackage|[-_]v|\bv)[ \t]{0,20}[:=]?[ \t]{0,20}(?:version|v)?[ \t"]{0,3}$/i;

const DOT = 0x2e;
const DASH = 0x2d;
const COLON = 0x3a;
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isHex = (code: number) =>
  isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);

/** How many of the characters before `at` satisfy it, at most four. */
function runBefore(text: string, at: number, accepts: (code: number) => boolean): number {
  let run = 0;
  while (run < 5 && at - run > 0 && accepts(text.charCodeAt(at - run - 1))) run += 1;
  return run;
}

/** The length of what a pattern finds at a place, 0 where it finds nothing. */
function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

/** @returns spans of IPv4, IPv6 and MAC addresses. The text is gone through once, from sign to sign between their groups. */
export function addressSpans(text: string, codes: Uint16Array): Span[] {
  const spans: Span[] = [];
  const push = (kind: Span['kind'], rule: string, start: number, length: number): number => {
    spans.push({ start, end: start + length, kind, rule });
    return start + length - 1;
  };
  for (let at = 0; at < text.length; at++) {
    const code = codes[at] ?? 0;
    if (code > COLON || (code !== DOT && code !== COLON && code !== DASH)) continue;
    const run = runBefore(text, at, isHex);
    const start = at - run;
    if (code === COLON) {
      if (run === 0 && text.charCodeAt(at + 1) !== COLON) continue;
      const mac = run === 2 ? lengthAt(macPairs, text, start) : 0;
      const length = mac || lengthAt(ipv6, text, start);
      if (mac > 0) at = push('MAC', 'RD42', start, mac);
      else if (length > 0 && isIpv6(text.slice(start, start + length)))
        at = push('IPV6', 'RD41', start, length);
      continue;
    }
    if (run === 0 || !isHex(text.charCodeAt(at + 1))) continue;
    if (code === DASH && run === 2) {
      const length = lengthAt(macPairs, text, start);
      if (length > 0) at = push('MAC', 'RD42', start, length);
    } else if (run === 4) {
      const length = lengthAt(macQuads, text, start);
      if (length > 0 && isMac(text.slice(start, start + length))) at = push('MAC', 'RD42', start, length);
    } else if (code === DOT && run < 4 && isDigit(text.charCodeAt(at + 1))) {
      const length = lengthAt(ipv4, text, start) || lengthAt(ipv4Inside, text, start);
      if (length > 0 && !versionBefore.test(text.slice(Math.max(0, start - 60), start)))
        at = push('IPV4', 'RD40', start, length);
    }
  }
  for (const match of text.matchAll(deviceName)) push('MAC', 'RD42', match.index + 3, 12);
  return spans;
}

/** Twelve hexadecimal digits by fours are a MAC where they are not three decimal numbers, as in a serial number. */
function isMac(found: string): boolean {
  return found.includes('.') || /[A-Fa-f]/.test(found);
}

/** Whether groups and colons are an address, and not a time, a MAC or a scope of a programming language. */
function isIpv6(found: string): boolean {
  const shortened = found.indexOf('::');
  if (shortened !== found.lastIndexOf('::') || found.includes(':::')) return false;
  if (found.startsWith(':') && !found.startsWith('::')) return false;
  if (found.endsWith(':') && !found.endsWith('::')) return false;
  const groups = found.split(':').filter((group) => group !== '');
  const count = groups.length + (found.includes('.') ? 1 : 0);
  if (shortened === -1) return count === 8;
  return groups.length > 0 && count <= 7 && found.length > 3;
}

const mailLocal = /[A-Za-z0-9._%+'-]/;
const mailHost = /@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})){1,8}/y;

/** @returns spans of mail addresses, and of the user in `user@host` of a prompt or key */
export function mailSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    mailHost.lastIndex = at;
    const host = mailHost.exec(text);
    if (host === null) continue;
    let start = at;
    while (start > 0 && at - start < 64 && mailLocal.test(text.charAt(start - 1))) start -= 1;
    const local = text.slice(start, at).replace(/^[.'-]+/, '');
    const tld = host[0].slice(host[0].lastIndexOf('.') + 1);
    if (local === '' || !/^[A-Za-z]{2,24}$/.test(tld)) continue;
    spans.push({ start: at - local.length, end: at + host[0].length, kind: 'MAIL', rule: 'RD43' });
  }
  return spans;
}

const international = /(?<![\w+])(?:\+|00(?=[1-9]\d{0,2}[ (]))[1-9][\d ().\u00a0-]{6,22}\d(?![\w:])/g;
const northAmerican =
  /(?<![\w.+-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?![\w-]|\.\d)/g;
/** Words behind which a number stands. */
const labels = openStems(
  'tel phone fax mobile cell: pager callback call-back hotline ddi: msisdn caller calling called dnis pots-number voicemail directory destination-pattern answer-address incoming number num-exp station-id'
    .split(' ')
    .map((text) => ({ text, sort: 0 })),
);
const labelled =
  /(?:tel(?:ephone)?|phone|fax|mobile|cell|pager|call-?back|hotline|ddi|msisdn|caller ?id|calling[ -]?(?:party|number)|called[ -]?(?:party|number)|dnis|pots-number|voicemail|directory number)(?: ?(?:no|nr|num(?:ber)?))?\.?["']?[ \t]{0,20}[:=#>]?[ \t"']{0,12}(\+?\(?\d[\d ()./\u00a0-]{4,24}\d)(?![\w])/iy;
const dialled =
  /(?:destination-pattern|answer-address|incoming called-number|called-number|number|num-exp|station-id number)[ \t]{1,20}(\+?\d{5,16})(?=[T$.\s]|$)/iy;

/** @returns spans of telephone numbers with seven digits and more, five where a dial plan says so */
export function telephoneSpans(text: string, codes: Uint16Array): Span[] {
  const spans: Span[] = [];
  const push = (start: number, value: string, least: number) => {
    const digits = value.replace(/\D/g, '').length;
    if (digits >= least && digits <= 16)
      spans.push({ start, end: start + value.trimEnd().length, kind: 'TEL', rule: 'RD44' });
  };
  if (text.includes('+') || text.includes('00'))
    for (const match of text.matchAll(international))
      if (!/[ .()-]{4}|\.\d\./.test(match[0])) push(match.index, match[0], 8);
  for (const match of text.matchAll(northAmerican)) push(match.index, match[0], 10);
  labels(codes, (at) => {
    if (/\w/.test(text.charAt(at - 1))) return;
    for (const pattern of [labelled, dialled]) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      const value = match?.[1] ?? '';
      if (!match || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) continue;
      push(at + match[0].lastIndexOf(value), value, pattern === dialled ? 5 : 6);
    }
  });
  return spans;
}
