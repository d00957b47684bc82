/** Secrets of SNMP (RD21): communities of hosts, keys of users. */
import type { Span } from '../kinds.ts';
import { snmpAlgorithms, snmpHostWords } from './modes.ts';
import { isPlaceholder, isToken } from './value.ts';
import type { Word } from './words.ts';

/** One word is the secret, unless it says that there is none. */
export function one(word: Word | undefined, rule = 'RD21'): Span[] {
  if (word === undefined || isPlaceholder(word.text) || isToken(word.text)) return [];
  return [{ start: word.start, end: word.end, kind: 'SECRET', rule }];
}

export function snmpHost(words: readonly Word[], first: number): Span[] {
  // ASA names an interface before the address; NX-OS and IOS do not.
  let at = first + 1;
  if (words[at] && /^[\da-f.:]+$/i.test(words[at]?.text ?? '') && !/^\d$/.test(words[at]?.text ?? ''))
    at += 1;
  while (at < words.length) {
    const lower = words[at]?.lower ?? '';
    if (lower === 'vrf' || lower === 'use-vrf' || lower === 'source-interface' || lower === 'udp-port')
      at += 2;
    else if (lower === 'community' && words[at + 1]?.lower.match(/^[078]$/)) at += 2;
    // `version 2 x`, and the type of a community: `version v2c 2 $x`.
    else if (/^[0278]$/.test(lower) && words[at + 1] !== undefined && at > first + 1) at += 1;
    else if (snmpHostWords.has(lower)) at += 1;
    // `host NAME vrf X 10.1.1.1 x`: the address behind them.
    else if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(lower) && words[at + 1] !== undefined) at += 1;
    else break;
  }
  return one(words[at]);
}

export function snmpUser(words: readonly Word[], first: number): Span[] {
  const spans: Span[] = [];
  for (let at = first; at < words.length; at++) {
    if (
      !/^(?:auth|priv|auth-pass|priv-pass|auth-prot|priv-prot|auth-protocol|priv-protocol|authentication|encryption|privacy|authentication-mode|privacy-mode|encrypted)$/.test(
        words[at]?.lower ?? '',
      )
    )
      continue;
    let value = at + 1;
    while (
      value < words.length - 1 &&
      (snmpAlgorithms.has(words[value]?.lower ?? '') ||
        /^(?:auth|priv)-pass$/.test(words[value]?.lower ?? ''))
    )
      value += 1;
    if (
      /^(?:auth|priv|access|remote|v3|localizedkey|and|or|passwords?|protocol|key|keys|model|level|group)$/.test(
        words[value]?.lower ?? '',
      )
    )
      continue;
    if (value > at) spans.push(...one(words[value]));
    at = value - (spans.length ? 0 : 1);
  }
  return spans;
}

export function communityMap(word: Word | undefined): Span[] {
  if (word === undefined) return [];
  const colon = word.text.indexOf(':');
  return one(colon > 0 ? { ...word, text: word.text.slice(0, colon), end: word.start + colon } : word);
}
