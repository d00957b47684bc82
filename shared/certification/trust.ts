/** The trust state of a person (H33): what each of their credentials is worth at an instant, worked out before rules run. */
import type { PersonRef } from '../base/people.ts';
import { covers, type SupportLevel } from './credential.ts';
import type { Verdict } from './verdict.ts';
import type { Question, Verifier } from './verify.ts';

export interface Trust {
  person: PersonRef;
  /** One verdict a credential, in the order in which they were given; without regard to product and level. */
  verdicts: readonly Verdict[];
  /** Why a credential is suspended or revoked, by the id that it says it has (`urn:uuid:...`); for people, where it is known. */
  reasons: Readonly<Record<string, string>>;
}

/** A credential that is known of a person. */
export interface HeldCredential {
  id: string;
  token: string;
  state: 'valid' | 'suspended' | 'revoked';
  stateReason: string;
}

/** Judges a person's credentials. @param held all that are known of them; more than 100 are not looked at */
export async function trustIn(
  verifier: Verifier,
  person: PersonRef,
  held: readonly HeldCredential[],
  question: Omit<Question, 'person' | 'needs'>,
): Promise<Trust> {
  const asked = held.slice(0, 100);
  const verdicts = await Promise.all(
    asked.map(({ token }) => verifier.verify(token, { ...question, person: person.id })),
  );
  const reasons = asked.flatMap(({ id, state, stateReason }) =>
    state === 'valid' ? [] : [[`urn:uuid:${id}`, stateReason] as const],
  );
  return { person, verdicts, reasons: Object.fromEntries(reasons) };
}

/** From the best to the worst: which of several verdicts is told. */
const RANK: readonly Verdict['kind'][] = [
  'valid',
  'status-unknown',
  'suspended',
  'not-yet-valid',
  'expired',
  'revoked',
  'untrusted-issuer',
  'tampered',
  'other-holder',
  'not-covered',
  'unreadable',
];

/** Milliseconds since 1970; without an end it lasts longer than any. */
const endOf = ({ said }: Verdict) =>
  said?.validUntil ? Date.parse(said.validUntil) : Number.POSITIVE_INFINITY;

/**
 * The best verdict of a credential that covers this, of equals that of the one that ends last; null where none does.
 * @param product null is any
 */
export function bestFor(trust: Trust, product: string | null, level: SupportLevel): Verdict | null {
  let best: Verdict | null = null;
  for (const verdict of trust.verdicts) {
    if (!verdict.said || !covers(verdict.said.coverage, product, level)) continue;
    const worse = best ? RANK.indexOf(best.kind) - RANK.indexOf(verdict.kind) : 1;
    if (!best || worse > 0 || (worse === 0 && endOf(verdict) > endOf(best))) best = verdict;
  }
  return best;
}

/**
 * The instant of a handoff (C4): what the device's clock says, but never before the last time of the hub that the device knew,
 * and never after now at the hub, so that a clock that is off neither makes a credential valid nor takes it away.
 * @param now the hub's time; left out on a device, which has no better
 */
export function handoffTime(said: { deviceTime: string; knownHubTime: string | null; now?: string }): string {
  const after = Math.max(
    Date.parse(said.deviceTime),
    said.knownHubTime === null ? 0 : Date.parse(said.knownHubTime),
  );
  return new Date(said.now === undefined ? after : Math.min(after, Date.parse(said.now))).toISOString();
}
