/** Names of hosts, domains and users where a text says what they are (RD30 to RD33). */
import { everybodysHosts, everybodysUsers, followers, publicDomains } from './common-words.ts';
import type { Kind, Span } from './kinds.ts';
import { type NameRule, nameRules } from './name-rules.ts';
import { isPlaceholder, isToken } from './secrets/value.ts';
import { openStems } from './stems.ts';

/** @returns spans of names that their syntax declares */
export function nameSpans(text: string, codes: Uint16Array): Span[] {
  const spans: Span[] = [];
  const noted = ({ kind, rule, before }: NameRule, match: RegExpExecArray) => {
    if (before && !before.test(text.slice(Math.max(0, match.index - 60), match.index))) return;
    const value = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(value);
    if (isName(kind, value))
      spans.push({ start, end: start + value.length, kind: kindOf(kind, value), rule });
  };
  stems(codes, (at, sort) => {
    for (const rule of byStem[sort] ?? []) {
      rule.pattern.lastIndex = at;
      const match = rule.pattern.exec(text);
      if (match) noted(rule, match);
    }
  });
  for (const rule of byLine) {
    if (rule.when && !rule.when.test(text)) continue;
    for (const match of text.matchAll(rule.pattern)) noted(rule, match);
  }
  return spans;
}

const byLine = nameRules.filter((rule) => rule.stems === undefined);
const stemmed = nameRules.flatMap((rule) => rule.stems?.split(' ').map((text) => ({ text, rule })) ?? []);
const stemTexts = [...new Set(stemmed.map(({ text }) => text))];
const byStem = stemTexts.map((stem) => stemmed.filter(({ text }) => text === stem).map(({ rule }) => rule));
const stems = openStems(stemTexts.map((text, sort) => ({ text, sort })));

/** A host that is given with its domain is found as one. */
const kindOf = (kind: Kind, value: string): Kind =>
  kind === 'HOST' && /\.[A-Za-z]{2,}$/.test(value) ? 'DOMAIN' : kind;

/** Whether a found word names something of the customer's. */
function isName(kind: Kind, value: string): boolean {
  const lower = value.toLowerCase();
  if (value.length < 2 || isPlaceholder(value) || isToken(value) || followers.has(lower)) return false;
  if (/^\d+(?:\.\d+){0,3}$/.test(value) || /^[\d_.-]+$/.test(value)) return false;
  if (kind === 'USER')
    return !everybodysUsers.has(lower) && !/^\$|^\d+$|^(?:vty|tty|con|aux)\d{1,3}$/i.test(value);
  if (kind === 'DOMAIN') return !isPublic(lower) && /[a-z]/i.test(value) && !everybodysHosts.has(lower);
  return !everybodysHosts.has(lower) && !isPublic(lower) && /[a-z]/i.test(value);
}

/** The domain of an address of mail, where it is the customer's own: none's that everybody has their mail at, and none of a public site. */
export function domainOfMail(address: string): string | null {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return /^[\w-]+(?:\.[\w-]+)+$/.test(domain) && isName('DOMAIN', domain) ? domain : null;
}

/** Whether a name lies under a public site's domain (RD31). */
export function isPublic(lower: string): boolean {
  for (let at = 0; at !== -1; ) {
    if (publicDomains.has(lower.slice(at))) return true;
    const dot = lower.indexOf('.', at);
    at = dot === -1 ? -1 : dot + 1;
  }
  return false;
}

/** Ends of names that are of the customer's own network, and ends that may be public. */
const ends =
  /\.(local|lan|internal|intranet|intra|corp|home|localdomain|private|domain|com|net|org|edu|gov|mil|biz|info|io|co|us|uk|de|fr|nl|eu|ch|at|be|ca|mx|br|au|nz|jp|cn|in|es|it|pt|pl|cz|se|no|dk|fi|ie|ru|za|sg|hk|kr|tr|ae|sa|cloud|tech|health|bank|hospital|school)(?![\w-]|\.[A-Za-z0-9])/gi;

const isLabel = (code: number) =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x5f;

/**
 * Fully qualified names by their last label. A name that begins with `www.` or stands in an address on the web under two labels only is a public
 * site unless the case knows its domain.
 */
export function qualifiedNames(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(ends)) {
    let start = match.index;
    while (start > 0 && match.index - start < 200 && isLabel(text.charCodeAt(start - 1))) start -= 1;
    const end = match.index + match[0].length;
    const value = text.slice(start, end).replace(/^[.-]+/, '');
    start = end - value.length;
    const before = text.charAt(start - 1);
    if (before === '\\' || before === '%' || (before === '/' && !text.startsWith('//', start - 2))) continue;
    if (!/^[A-Za-z0-9_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){1,8}$/.test(value) || value.includes('..')) continue;
    const lower = value.toLowerCase();
    const labels = lower.split('.');
    const web = /https?:\/\/$/i.test(text.slice(Math.max(0, start - 8), start));
    const own = /^(?:local|lan|internal|intranet|intra|corp|home|localdomain|private|domain)$/.test(
      labels.at(-1) ?? '',
    );
    if (!own && (lower.startsWith('www.') || lower.startsWith('ftp.') || (web && labels.length === 2)))
      continue;
    if (!own && (labels.length === 2 || web) && isPackageLike(text, start, value)) continue;
    if (isName('DOMAIN', value)) spans.push({ start, end, kind: 'DOMAIN', rule: 'RD31' });
  }
  return spans;
}

/** Lines that say where a package or a document is from, members of code, and names of files. */
function isPackageLike(text: string, start: number, value: string): boolean {
  let line = start;
  while (line > 0 && start - line < 120 && text.charCodeAt(line - 1) !== 0x0a) line -= 1;
  const before = text.slice(line, start);
  if (
    /^\s*(?:URL|Home-?page|Vendor|Packager|Bug_?report_?URL|Upstream|Source|Website|Description|Summary|\w*_URL)\b/i.test(
      before,
    )
  )
    return true;
  if (/^(?:System|Microsoft|java|javax|org|com|net|android|sun)\./.test(value)) return true;
  return (
    /^[a-z]+\.(?:in|is|it|no|at|be|to|me|us|so|info|home|domain|private|local)$/.test(value) &&
    !/\s$/.test(before)
  );
}
