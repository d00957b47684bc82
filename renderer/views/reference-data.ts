/** What is published of rates, documents and contracts, as this device has it: what a case's signatures, contract and people are judged by. */
import type { ReferenceData } from '../../shared/handoff/rule.ts';
import type { ConsoleDatabase } from '../store/database.ts';

export async function readReferenceData(db: ConsoleDatabase): Promise<ReferenceData> {
  const [rates, documents, contracts, members] = await Promise.all([
    db.rates.toArray(),
    db.policyDocuments.toArray(),
    db.contracts.toArray(),
    db.members.toCollection().primaryKeys(),
  ]);
  // A computer that has not synced yet knows of nobody.
  return { rates, documents, contracts, members: members.length === 0 ? null : new Set(members) };
}
