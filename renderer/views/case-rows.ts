/** Rows of one case for screens that show them on their own, in the order in which they count (S2). */
import type { CaseEvent } from '../../shared/cases/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { inOrder } from '../store/order.ts';

export async function readEvents(db: ConsoleDatabase, caseId: string): Promise<CaseEvent[]> {
  return inOrder(db, 'events', await db.events.where({ caseId }).toArray());
}

export async function readReviews(db: ConsoleDatabase, caseId: string) {
  return {
    reviews: await db.reviews.where({ caseId }).toArray(),
    ticks: await inOrder(db, 'reviewTicks', await db.reviewTicks.where({ caseId }).toArray()),
  };
}

/** Versions of all templates of the organisation. */
export async function readTemplates(db: ConsoleDatabase) {
  return inOrder(db, 'templates', await db.templates.toArray());
}

/** A system with its revision levels. @param systemId null for one that is still to be added: it has none */
export async function readSystemFacts(db: ConsoleDatabase, caseId: string, systemId: string | null) {
  const revisions = await db.revisions.where({ caseId }).toArray();
  return {
    system: systemId === null ? null : ((await db.systems.get(systemId)) ?? null),
    revisions: revisions.filter((row) => row.systemId === systemId),
  };
}
