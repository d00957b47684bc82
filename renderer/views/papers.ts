/** What is published of rates, documents and contracts, as this device has it: what papers of a case are judged by. */
import type { Papers } from '../../shared/handoff/rule.ts';
import type { ConsoleDatabase } from '../store/database.ts';

export async function readPapers(db: ConsoleDatabase): Promise<Papers> {
  const [rates, documents, contracts] = await Promise.all([
    db.rates.toArray(),
    db.policyDocuments.toArray(),
    db.contracts.toArray(),
  ]);
  return { rates, documents, contracts };
}
