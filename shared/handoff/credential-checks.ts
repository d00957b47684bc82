/** What the credentials are worth that a packet brings along (P-01, H33), told check by check. See SPEC.md, PK10. */
import type { Check } from '../bag/report.ts';
import { handoffTime, trustIn } from '../certification/trust.ts';
import { checkTitles, sentenceOf, type Verdict, type VerdictKind } from '../certification/verdict.ts';
import type { Verifier } from '../certification/verify.ts';
import { evaluate } from './evaluate.ts';
import type { Packet } from './schema.ts';

export interface CredentialContext {
  /** Keys and status lists; null where none are known, and then nothing is asked. */
  verifier: Verifier | null;
  /** ISO 8601 in UTC. */
  now: string;
}

/** What makes a packet wrong whatever else it holds: it was forged, or is somebody else's. */
const wrong: readonly VerdictKind[] = ['tampered', 'unreadable', 'untrusted-issuer', 'other-holder'];

function unasked(check: string, words: string): Check {
  return { check, ok: null, words };
}

/** The checks of one credential. @param enough whether another one covers what it does not */
function ofCredential(verdict: Verdict, number: number, enough: boolean): Check[] {
  const failed = wrong.includes(verdict.kind) || !enough ? false : null;
  return [
    {
      check: `credential ${number}`,
      ok: verdict.kind === 'valid' ? true : verdict.accepted ? null : failed,
      words: sentenceOf(verdict).slice(0, 2_000),
    },
    ...verdict.checks.map(({ name, outcome, message }) => ({
      check: `credential ${number}: ${checkTitles[name].toLowerCase()}`,
      ok: outcome === 'passed' ? true : outcome === 'failed' ? failed : null,
      words: message.slice(0, 2_000),
    })),
  ];
}

/**
 * The checks of a packet's credentials, as of its handoff: whether they cover the case, then each credential by itself. One that
 * has ended is no fault where another covers the case; one that was forged or belongs to somebody else always is.
 * @param tokens `vc+jwt`, as the bag holds them
 */
export async function credentialChecks(
  packet: Packet,
  tokens: readonly string[],
  { verifier, now }: CredentialContext,
): Promise<Check[]> {
  if (!verifier)
    return [
      unasked(
        'credentials',
        tokens.length === 0
          ? 'The bag holds no credential, and no issuer is known here.'
          : 'Which issuers of credentials to trust is not known here.',
      ),
    ];
  const said = { deviceTime: packet.createdAt.at, knownHubTime: packet.knownHubTime ?? null };
  const held = tokens.map((token, at) => ({
    id: `${at}`,
    token,
    state: 'valid' as const,
    stateReason: '',
  }));
  const trust = await trustIn(verifier, packet.by, held, {
    at: handoffTime({ ...said, now }),
    now,
    unknownStatus: 'warn',
  });
  const findings = evaluate(packet.contents, { now, products: [], trust });
  const lacking = findings.find(({ rule, severity }) => rule === 'H33' && severity === 'blocker');
  const certified: Check = {
    check: 'credentials',
    ok: lacking === undefined,
    words: lacking?.message ?? `${packet.by.name} was certified for the case when it was handed off.`,
  };
  return [
    certified,
    ...trust.verdicts.flatMap((verdict, at) => ofCredential(verdict, at + 1, lacking === undefined)),
  ];
}
