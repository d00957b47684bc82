/** What leads let pass, and what engineers say of files, as the rules look at it. */
import { samePlace } from '../base/place.ts';
import { isWord } from '../base/spoken.ts';
import { type CaseWaiver, isWaivable, type Redaction } from '../cases/statements.ts';
import type { Finding } from './schema.ts';

/** The first of the waivers that lets this finding pass: one that says why. */
export function waiverOf(finding: Finding, waivers: ReadonlyMap<string, CaseWaiver>): CaseWaiver | undefined {
  if (waivers.size === 0 || !isWaivable(finding.rule, finding.where)) return undefined;
  for (const each of waivers.values())
    if (each.rule === finding.rule && samePlace(each.where, finding.where) && isWord(each.reason))
      return each;
  return undefined;
}

/** A finding that a lead lets pass is a note that says who did, and why. */
export function waived(finding: Finding, waivers: ReadonlyMap<string, CaseWaiver>): Finding {
  const waiver = finding.severity === 'blocker' ? waiverOf(finding, waivers) : undefined;
  if (!waiver) return finding;
  const message = `Waived by ${waiver.by.name} (${waiver.reason}): ${finding.message}`;
  return { ...finding, severity: 'note', message: message.slice(0, 600) };
}

/** What was last said of each file. @param rows in the order in which they count (S2) */
export function newestRedactions(rows: readonly Redaction[]): Map<string, Redaction> {
  return new Map(rows.map((row) => [row.attachmentId, row]));
}
