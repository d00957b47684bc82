/** What is said of a credential (C1, C2): one verdict, every check behind it, and both in words. */
import { DateTime } from 'luxon';
import { capital } from '../base/sentence.ts';
import type { Coverage } from './credential.ts';

/** The checks, in the order in which they are told. */
export const checkNames = ['signature', 'issuer', 'time', 'status', 'holder', 'scope'] as const;
export type CheckName = (typeof checkNames)[number];

export interface Check {
  name: CheckName;
  /** `not-made`: an earlier check failed, so that there was nothing to check, or nobody asked. */
  outcome: 'passed' | 'warning' | 'failed' | 'not-made';
  /** One sentence. */
  message: string;
}

/** What is said of a check that was not made for want of anything to check. */
export const NOT_CHECKED = 'Not checked.';

/** What the credential says of itself; shown only beside the verdict, which says whether any of it is true. */
export interface Said {
  id: string | null;
  person: { id: string | null; name: string };
  issuer: { id: string; name: string };
  name: string;
  coverage: readonly Coverage[];
  /** ISO 8601; `validUntil` null: without end. */
  validFrom: string;
  validUntil: string | null;
}

/** How old the status list is that was asked; null where there was none. */
export interface ListAge {
  /** When it was made, and until when it may be relied on. */
  asOf: string;
  freshUntil: string;
  /** Whole days between then and the time of the check; 0 for today's. */
  days: number;
  stale: boolean;
}

interface Common {
  checks: readonly Check[];
  said: Said | null;
  list: ListAge | null;
}

/** `accepted` is the one member that a gate asks. */
export type Verdict = Common &
  (
    | { kind: 'valid'; accepted: true }
    | { kind: 'not-yet-valid'; accepted: false }
    | { kind: 'expired'; accepted: false }
    | { kind: 'suspended'; accepted: false }
    | { kind: 'revoked'; accepted: false }
    | { kind: 'untrusted-issuer'; accepted: false }
    | { kind: 'tampered'; accepted: false }
    | { kind: 'unreadable'; accepted: false }
    /** No list, or one past its validity: a warning without the hub, a refusal at the hub. */
    | { kind: 'status-unknown'; accepted: boolean }
    | { kind: 'other-holder'; accepted: false }
    | { kind: 'not-covered'; accepted: false }
  );
export type VerdictKind = Verdict['kind'];

/**
 * `25 November 2026`.
 * @param zone of whoever reads it: `local` on a screen; papers and commands, which anybody reads, say the day in UTC
 */
export function dayOf(at: string, zone = 'UTC'): string {
  return DateTime.fromISO(at, { zone, locale: 'en' }).toFormat('d LLLL yyyy');
}

/** The verdict in a word or two. */
export const verdictTitles = {
  valid: 'Valid',
  'not-yet-valid': 'Not valid yet',
  expired: 'Expired',
  suspended: 'Suspended',
  revoked: 'Revoked',
  'untrusted-issuer': 'Issuer not trusted',
  tampered: 'Tampered with',
  unreadable: 'Unreadable',
  'status-unknown': 'Status not known',
  'other-holder': 'Somebody else’s',
  'not-covered': 'Does not cover this',
} as const satisfies Record<VerdictKind, string>;

export const checkTitles = {
  signature: 'Signature',
  issuer: 'Issuer trusted',
  time: 'Time',
  status: 'Not revoked or suspended',
  holder: 'Holder',
  scope: 'Product and level',
} as const satisfies Record<CheckName, string>;

/**
 * What is said of each kind, in one or two sentences for somebody who knows nothing of signatures: `{whose}` certification it is,
 * and from when or until when it holds.
 */
export const verdictSentences = {
  valid: '{whose} is valid.',
  'not-yet-valid': '{whose} is not valid before {validFrom}.',
  expired: '{whose} ended on {validUntil}. It has to be renewed.',
  suspended: '{whose} is suspended for now. The issuer can lift that.',
  revoked: '{whose} was revoked, for good.',
  'untrusted-issuer': 'Nobody this console trusts made this credential. Do not rely on it.',
  tampered: 'This credential was changed, or never was genuine. Do not rely on it.',
  unreadable: 'This is no credential that this console can read. Ask for the file or the code again.',
  'status-unknown':
    '{whose} is genuine and in time, but nobody can say whether it was revoked. It is not accepted until that is known.',
  'other-holder': '{whose} is genuine, but it belongs to another person.',
  'not-covered': '{whose} is genuine, but it does not cover this product and level.',
} as const satisfies Record<VerdictKind, string>;
const VALID_UNTIL = '{whose} is valid until {validUntil}.';
const NOT_KNOWN_LATELY =
  '{whose} is genuine and in time, but whether it was revoked lately is not known here.';

export const listSentences = {
  none: 'there is no status list on this computer',
  of: 'The status list is of {listAsOf}',
  stale: ', and past its own validity',
} as const;

/** How old the list is, in words. @param zone in which its day is told, see `dayOf` */
export function listAgeInWords(list: ListAge | null, zone = 'UTC'): string {
  if (!list) return `${capital(listSentences.none)}.`;
  const age =
    list.days === 0 ? 'less than a day old' : `${list.days} ${list.days === 1 ? 'day' : 'days'} old`;
  const of = listSentences.of.replace('{listAsOf}', dayOf(list.asOf, zone));
  return `${of}, ${age}${list.stale ? listSentences.stale : ''}.`;
}

function sentenceFor(verdict: Verdict): string {
  if (verdict.kind === 'valid' && verdict.said?.validUntil) return VALID_UNTIL;
  if (verdict.kind === 'status-unknown' && verdict.accepted) return NOT_KNOWN_LATELY;
  return verdictSentences[verdict.kind];
}

/** @param zone in which days are told, see `dayOf` */
export function sentenceOf(verdict: Verdict, zone = 'UTC'): string {
  const { said } = verdict;
  const day = (at: string | null | undefined) => dayOf(at ?? '', zone);
  const values: Readonly<Record<string, () => string>> = {
    whose: () => (said?.person.name ? `${said.person.name}’s certification` : 'This certification'),
    validFrom: () => day(said?.validFrom),
    validUntil: () => day(said?.validUntil),
  };
  return sentenceFor(verdict).replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.() ?? whole);
}
