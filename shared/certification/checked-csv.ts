/** What was checked, as a file for an audit: one row a credential, with its verdict and every check. */
import { toCsv } from '../base/csv.ts';
import { checkNames, checkTitles, sentenceOf, type Verdict, verdictTitles } from './verdict.ts';

/** A credential that was checked on this computer. */
export interface Checked {
  /** When, ISO 8601 in UTC. */
  at: string;
  /** How it was presented, in words: pasted, the name of a file, the camera, or whom it was looked up for. */
  how: string;
  verdict: Verdict;
  /** Why it was suspended or revoked, where that is known here. */
  reason: string;
}

/** Verdicts at which nothing that the credential says of itself is to be believed. */
export const notGenuine: readonly Verdict['kind'][] = ['tampered', 'unreadable', 'untrusted-issuer'];

/** The file, in the order in which they were checked; instants in UTC, cells that look like a formula as text. */
export function checkedCsv(checked: readonly Checked[]): string {
  return toCsv([
    [
      'checked at',
      'presented as',
      'verdict',
      'accepted',
      'explanation',
      'reason',
      'holder',
      'holder id',
      'credential',
      'credential id',
      'issuer',
      'valid from',
      'valid until',
      'covers',
      ...checkNames.map((name) => checkTitles[name].toLowerCase()),
      'status list of',
      'status list days old',
    ],
    ...checked.map(({ at, how, verdict, reason }) => {
      const said = notGenuine.includes(verdict.kind) ? null : verdict.said;
      const outcomes = new Map(verdict.checks.map(({ name, outcome }) => [name, outcome]));
      return [
        at,
        how,
        verdictTitles[verdict.kind],
        verdict.accepted ? 'yes' : 'no',
        sentenceOf(notGenuine.includes(verdict.kind) ? { ...verdict, said: null } : verdict),
        reason,
        said?.person.name ?? '',
        said?.person.id ?? '',
        said?.name ?? '',
        said?.id ?? '',
        said?.issuer.id ?? '',
        said?.validFrom ?? '',
        said?.validUntil ?? '',
        (said?.coverage ?? [])
          .map(({ product, levels }) => `${product} (${levels.join(' and ')})`)
          .join('; '),
        ...checkNames.map((name) => (outcomes.get(name) ?? 'not-made').replace('-', ' ')),
        verdict.list?.asOf ?? '',
        verdict.list ? String(verdict.list.days) : '',
      ];
    }),
  ]);
}
