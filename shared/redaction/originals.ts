/** What was found in the case, and where it stands elsewhere (RD1, RD6). */
import { isCommon } from './common-words.ts';
import type { CaseLists, Kind, Span } from './kinds.ts';
import { domainOfMail } from './names.ts';
import { canonical } from './tokens.ts';

/** One thing that was found, by its spelling of first sight. */
export interface Original {
  kind: Kind;
  text: string;
  rule: string;
  /** Whether it is replaced wherever it stands. What is too common or short is replaced only where its syntax says what it is. */
  everywhere: boolean;
}

/** A line of a key, which may stand elsewhere without the others. */
const bodyLine = /^[A-Za-z0-9+/=]{16,200}$/;
/** Shorter secrets are looked for only as whole words. */
const LEAST_WITHIN = 6;
const LEAST = 3;
/** Longer ones are replaced where they were found. */
const MOST = 4_096;

export interface Originals {
  readonly size: number;
  all(): Iterable<Original>;
  note(kind: Kind, text: string, rule: string): void;
  /** Whether a person said that this is no original. */
  keeps(text: string): boolean;
  /** Places in a text where known originals stand, whatever is around them. */
  spans(text: string): Span[];
}

const isAlnum = (code: number) =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
const lowered = (code: number) => (code >= 0x41 && code <= 0x5a ? code + 32 : code);

interface Entry {
  kind: Kind;
  exact: boolean;
  boundary: boolean;
}

/** All originals that begin with the same three characters, by length. */
type Bucket = Map<number, Map<string, Entry>>;

export function openOriginals(lists: CaseLists): Originals {
  const found = new Map<string, Original>();
  const kept = new Set(lists.keep.map((text) => text.toLowerCase()));
  const keeps = (text: string) => kept.has(text.toLowerCase());
  const filter = new Uint8Array(0x10000);
  const buckets = new Map<number, Bucket>();

  const index = (text: string, kind: Kind) => {
    if (text.length < LEAST || text.length > MOST) return;
    const hash =
      ((lowered(text.charCodeAt(0)) * 31 + lowered(text.charCodeAt(1))) * 31 + lowered(text.charCodeAt(2))) &
      0xffff;
    filter[hash] = 1;
    const bucket = buckets.get(hash) ?? new Map<number, Map<string, Entry>>();
    buckets.set(hash, bucket);
    const exact = kind === 'SECRET';
    const members = bucket.get(text.length) ?? new Map<string, Entry>();
    bucket.set(text.length, members);
    const name = exact ? text : text.toLowerCase();
    if (!members.has(name))
      members.set(name, { kind, exact, boundary: !exact || text.length < LEAST_WITHIN });
  };
  const add = (kind: Kind, text: string, rule: string, everywhere: boolean) => {
    const name = `${kind} ${canonical(kind, text)}`;
    if (found.has(name)) return;
    found.set(name, { kind, text, rule, everywhere });
    if (!everywhere) return;
    index(text, kind);
    if (kind === 'SECRET') for (const form of encoded(text)) index(form, kind);
    if (kind === 'MAC') index(canonical('MAC', text), kind);
  };
  for (const { text, kind } of lists.add) if (text.length >= LEAST) add(kind, text, 'RD7', true);

  return {
    get size() {
      return found.size;
    },
    all: () => found.values(),
    keeps,
    note(kind, text, rule) {
      if (keeps(text)) return;
      // Addresses are found by their form wherever they stand, and there may be millions of them.
      if (kind === 'IPV4' || kind === 'IPV6') return;
      if (kind === 'SECRET' && text.includes('\n')) {
        add(kind, text, rule, false);
        for (const line of text.split('\n'))
          if (bodyLine.test(line.trim())) add(kind, line.trim(), rule, true);
        return;
      }
      const word = rule === 'RD25' && /^[A-Za-z][a-z]*$/.test(text);
      add(kind, text, rule, kind !== 'TEL' && !word && !isCommon(text));
      // Whoever has their mail there has their hosts there, whatever its last label is.
      const domain = kind === 'MAIL' ? domainOfMail(text) : null;
      if (domain !== null && !keeps(domain) && !isCommon(domain)) add('DOMAIN', domain, 'RD31', true);
    },
    spans(text) {
      const spans: Span[] = [];
      const length = text.length - 2;
      let done = 0;
      let first = lowered(text.charCodeAt(0));
      let second = lowered(text.charCodeAt(1));
      for (let at = 0; at < length; at++) {
        const third = lowered(text.charCodeAt(at + 2));
        const hash = ((first * 31 + second) * 31 + third) & 0xffff;
        first = second;
        second = third;
        if (filter[hash] === 0 || at < done) continue;
        const span = matched(text, at, buckets.get(hash));
        if (span === null) continue;
        spans.push(span);
        done = span.end;
      }
      return spans;
    },
  };
}

function matched(text: string, at: number, bucket: Bucket | undefined): Span | null {
  if (!bucket) return null;
  let best: Span | null = null;
  const inWord = at > 0 && isAlnum(text.charCodeAt(at - 1));
  for (const [length, members] of bucket) {
    const end = at + length;
    if (end > text.length || (best && best.end >= end)) continue;
    const piece = text.slice(at, end);
    const entry = members.get(piece) ?? members.get(piece.toLowerCase());
    if (!entry || (entry.exact && !members.has(piece))) continue;
    if (entry.boundary && (inWord || isAlnum(text.charCodeAt(end)))) continue;
    let start = at;
    // What stands before a known domain is a host in it.
    if (entry.kind === 'DOMAIN')
      while (start > 0 && at - start < 200 && isDomainLabel(text, start, at)) start -= 1;
    while (start < at && /[.-]/.test(text.charAt(start))) start += 1;
    best = { start, end, kind: entry.kind, rule: 'RD6' };
  }
  return best;
}

function isDomainLabel(text: string, start: number, at: number): boolean {
  const code = text.charCodeAt(start - 1);
  return start === at ? code === 0x2e : isAlnum(code) || code === 0x2d || code === 0x2e || code === 0x5f;
}

/** How a secret is written in addresses of the web, JSON and XML, where that differs. */
function encoded(text: string): string[] {
  if (/^[\w.~-]*$/.test(text)) return [];
  const forms = [
    safeUri(text),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ];
  return [...new Set(forms)].filter((form) => form !== text && form !== '');
}

/** A half of a surrogate pair cannot be written in an address. */
function safeUri(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '';
  }
}
