/** What leads let pass, and what engineers say of files, as the rules look at it. */
import { cut } from '../base/cut.ts';
import { samePlace } from '../base/place.ts';
import { isWord } from '../base/spoken.ts';
import { type CaseWaiver, isWaivable, type Redaction } from '../cases/statements.ts';
import { canBe } from './answers.ts';
import type { CaseFacts } from './rule.ts';
import type { Finding, MadeFinding } from './schema.ts';
import { type Sentence, say } from './sentence.ts';
import { MOST_WORDS } from './values.ts';

/** What decides whether a waiver counts: the case, whose engineer cannot let pass what they hand off themselves, and the time. */
type WaivedIn = Pick<CaseFacts, 'case' | 'now'>;

/** The waivers at the finding's place that say why; none where the rule cannot be waived. */
function waiversAt(finding: Finding, waivers: ReadonlyMap<string, CaseWaiver>): CaseWaiver[] {
  if (waivers.size === 0 || !isWaivable(finding.rule, finding.where)) return [];
  return [...waivers.values()].filter(
    (each) => each.rule === finding.rule && samePlace(each.where, finding.where) && isWord(each.reason),
  );
}

/** Why a waiver that says why does not count; null where it does. */
function whyNoLeave({ by, at }: CaseWaiver, facts: WaivedIn): Sentence | null {
  if (by.id === facts.case.engineer.id)
    return say`${{ waiverBy: by.name }} waived it, and hands the case off: another lead has to let it pass.`;
  return canBe(facts, at.at)
    ? null
    : say`${{ waiverBy: by.name }} waived it at a time that cannot be: ${{ waiverAt: at }}.`;
}

/** The first of the waivers that lets this finding pass. */
export function waiverOf(
  finding: Finding,
  waivers: ReadonlyMap<string, CaseWaiver>,
  facts: WaivedIn,
): CaseWaiver | undefined {
  return waiversAt(finding, waivers).find((each) => whyNoLeave(each, facts) === null);
}

/**
 * A finding that a lead lets pass is a note that says who did, and why; where a waiver does not count, the finding says why. Its code
 * stays: that it was waived is told by the values `waivedBy` and `waivedBecause`, that a waiver does not count by `waiverBy`.
 */
export function waived(
  finding: MadeFinding,
  waivers: ReadonlyMap<string, CaseWaiver>,
  facts: WaivedIn,
): MadeFinding {
  if (finding.severity !== 'blocker') return finding;
  const waiver = waiverOf(finding, waivers, facts);
  if (waiver) {
    const by = say`Waived by ${{ waivedBy: waiver.by.name }} (${{ waivedBecause: waiver.reason }}): `;
    return {
      ...finding,
      severity: 'note',
      message: cut(`${by.text}${finding.message}`, MOST_WORDS),
      values: { ...finding.values, ...by.values },
    };
  }
  const [refused] = waiversAt(finding, waivers).flatMap((each) => whyNoLeave(each, facts) ?? []);
  return refused === undefined
    ? finding
    : {
        ...finding,
        fix: `${finding.fix} ${refused.text}`,
        values: { ...finding.values, ...refused.values },
      };
}

/** What was last said of each file. @param rows in the order in which they count (S2) */
export function newestRedactions(rows: readonly Redaction[]): Map<string, Redaction> {
  return new Map(rows.map((row) => [row.attachmentId, row]));
}
