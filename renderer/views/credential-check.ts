/** Credentials that are checked: those that somebody presents, or those that this computer has of a person. */
import { t } from '@lingui/core/macro';
import type { Verdict } from '../../shared/certification/verdict.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { checkCredentials, readCredentialsOf } from './own-credentials.ts';

export type Asked =
  | { kind: 'presented'; presented: readonly { token: string; how: string }[] }
  | { kind: 'person'; person: { id: string; name: string } };

export interface Judged {
  id: string;
  verdict: Verdict;
  reason: string;
  /** How it was presented. */
  how: string;
}

/** @param at the instant as of which they are judged. @returns with what was asked, so that a late answer is known as one */
export async function judgeCredentials(
  db: ConsoleDatabase,
  asked: Asked | null,
  at: string,
): Promise<{ of: Asked | null; judged: Judged[] }> {
  if (!asked) return { of: asked, judged: [] };
  if (asked.kind === 'presented') {
    const tokens = asked.presented.map(({ token }) => token);
    const verdicts = await checkCredentials(db, tokens, new Date(at));
    const judged = verdicts.map((verdict, i) => ({
      id: `presented-${i}`,
      verdict,
      reason: '',
      how: asked.presented[i]?.how ?? '',
    }));
    return { of: asked, judged };
  }
  const held = await readCredentialsOf(db, asked.person.id, at);
  const judged = held.map(({ id, verdict, state, stateReason }) => ({
    id,
    verdict,
    reason: state === 'valid' ? '' : stateReason,
    how: t`looked up on this computer`,
  }));
  return { of: asked, judged };
}
