/** Credentials that this computer holds of a person, each with what it is worth now, with no network (C1). */
import { plural, t } from '@lingui/core/macro';
import { tokenIn } from '../../shared/certification/open-badge.ts';
import type { CredentialState } from '../../shared/certification/schema.ts';
import { handoffTime } from '../../shared/certification/trust.ts';
import { dayOf, type Verdict } from '../../shared/certification/verdict.ts';
import { verifyAll } from '../../shared/certification/verify.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { readVerifier } from './trust.ts';

export interface JudgedCredential {
  id: string;
  token: string;
  state: CredentialState;
  /** Why the state last changed; for people. */
  stateReason: string;
  verdict: Verdict;
}

/** More are not looked at. */
const MOST = 100;
const DAY_MS = 86_400_000;

/** A person's credentials as of an instant, those that count first, of these the one that lasts longest. */
export async function readCredentialsOf(
  db: ConsoleDatabase,
  personId: string,
  at: string,
): Promise<JudgedCredential[]> {
  const [own, registry, device] = await Promise.all([
    db.credentials.where({ personId }).toArray(),
    db.registryCredentials.where({ personId }).toArray(),
    db.device.get('device'),
  ]);
  const rows = [...new Map([...registry, ...own].map((row) => [row.id, row])).values()].slice(0, MOST);
  const verifier = await readVerifier(db);
  const question = questionAt(new Date(at), device?.lastHubTime ?? null);
  const judged = await Promise.all(
    rows.map(async ({ id, token, state, stateReason }) => ({
      id,
      token,
      state,
      stateReason,
      verdict: await verifier.verify(token, { ...question, person: personId }),
    })),
  );
  return judged.sort(
    (a, b) =>
      Number(b.verdict.accepted) - Number(a.verdict.accepted) ||
      (endOf(a.verdict) < endOf(b.verdict) ? 1 : -1),
  );
}

/** Credentials of a person as they were signed, as far as this computer has them. */
export async function readHeldTokens(db: ConsoleDatabase, personId: string): Promise<string[]> {
  return (await db.credentials.where({ personId }).toArray()).map(({ token }) => token);
}

/** Credentials that somebody presented, whoever's they are: signed ones, or JSON files that enclose them. */
export async function checkCredentials(
  db: ConsoleDatabase,
  tokens: readonly string[],
  now: Date,
): Promise<Verdict[]> {
  const device = await db.device.get('device');
  const verifier = await readVerifier(db);
  const question = questionAt(now, device?.lastHubTime ?? null);
  return verifyAll(verifier, tokens, (token) => ({ token: tokenIn(token), question }), {
    pause: () => new Promise((done) => setTimeout(done)),
    clock: () => performance.now(),
  });
}

/** Credentials of all colleagues that are on this computer, each with what it is worth now. */
export async function heldByMembers(
  db: ConsoleDatabase,
  now: Date,
): Promise<{ personId: string; verdict: Verdict }[]> {
  const [rows, device, verifier] = await Promise.all([
    db.credentials.toArray(),
    db.device.get('device'),
    readVerifier(db),
  ]);
  const question = questionAt(now, device?.lastHubTime ?? null);
  const verdicts = await verifyAll(
    verifier,
    rows,
    ({ token, personId }) => ({ token, question: { ...question, person: personId } }),
    { pause: () => new Promise((done) => setTimeout(done)), clock: () => performance.now() },
  );
  return rows.flatMap(({ personId }, at) => {
    const verdict = verdicts[at];
    return verdict ? [{ personId, verdict }] : [];
  });
}

function questionAt(now: Date, knownHubTime: string | null) {
  const deviceTime = now.toISOString();
  return {
    at: handoffTime({ deviceTime, knownHubTime }),
    deviceTime,
    hubTime: knownHubTime,
    unknownStatus: 'warn',
  } as const;
}

/** Without an end it sorts after every instant. */
const endOf = ({ said }: Verdict) => said?.validUntil ?? '~';

/** Days before the end at which its holder is reminded, the last first. */
const REMINDERS = [7, 30, 90] as const;

export interface Reminder {
  text: string;
  /** It ends within a week, or has ended. */
  urgent: boolean;
}

/** What a holder is reminded of: one credential that ends soon, or has ended, and was not followed by another. */
export function remindersOf(held: readonly { verdict: Verdict }[], now: Date): Reminder[] {
  const followed = ({ said }: Verdict) =>
    held.some(
      ({ verdict }) =>
        verdict.accepted && verdict.said?.name === said?.name && endOf(verdict) > (said?.validUntil ?? '~'),
    );
  return held.flatMap(({ verdict }): Reminder[] => {
    const { said, kind } = verdict;
    if (!said?.validUntil || followed(verdict)) return [];
    if (kind === 'expired')
      return [
        {
          text: t`“${said.name}” ended on ${dayOf(said.validUntil, 'local')}. Ask for its renewal.`,
          urgent: true,
        },
      ];
    if (!verdict.accepted) return [];
    const left = Math.ceil((Date.parse(said.validUntil) - now.getTime()) / DAY_MS);
    const step = REMINDERS.find((days) => left <= days);
    if (step === undefined) return [];
    const days = plural(left, { one: '# day', other: '# days' });
    return [
      {
        text: t`“${said.name}” ends in ${days}, on ${dayOf(said.validUntil, 'local')}. Ask for its renewal.`,
        urgent: step === 7,
      },
    ];
  });
}

/** Credentials that were taken from their holder and not followed by another of the name: each as a sentence. */
export function takenBack(held: readonly { verdict: Verdict }[]): string[] {
  return held.flatMap(({ verdict: { kind, said } }) => {
    if ((kind !== 'revoked' && kind !== 'suspended') || !said) return [];
    if (held.some(({ verdict }) => verdict.accepted && verdict.said?.name === said.name)) return [];
    return [`“${said.name}” ${kind === 'revoked' ? t`was revoked, for good` : t`is suspended`}.`];
  });
}
