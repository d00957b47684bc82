/** A signature of the policy in another case of the same customer: one acceptance serves for a customer and a document (P-35). */
import { caseNumber } from '../../shared/base/ids.ts';
import { folded } from '../../shared/base/spoken.ts';
import { type Consent, standingConsents } from '../../shared/cases/consents.ts';
import type { ConsoleDatabase } from '../store/database.ts';

export interface EarlierAcceptance {
  consent: Consent;
  /** `C-7K2M-9QXA`, of the case in which it was given. */
  number: string;
}

/** The newest that stands for this document; null where there is none, or the customer has no name yet. */
export async function readEarlierAcceptance(
  db: ConsoleDatabase,
  caseId: string,
  customer: string,
  documentId: string | null,
): Promise<EarlierAcceptance | null> {
  if (documentId === null || folded(customer) === '') return null;
  const rows = await db.consents.filter((each) => each.documentId === documentId).toArray();
  const given = standingConsents(rows).filter(
    (each) => each.kind === 'policy' && each.caseId !== caseId && each.method !== 'earlier',
  );
  const cases = await db.cases.bulkGet(given.map((each) => each.caseId));
  let newest: Consent | null = null;
  for (const [at, each] of given.entries())
    if (
      folded(cases[at]?.customer ?? '') === folded(customer) &&
      (!newest || each.signedOn > newest.signedOn)
    )
      newest = each;
  return newest && { consent: newest, number: caseNumber(newest.caseId) };
}
