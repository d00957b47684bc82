/** What others did about a person's cases that nobody at this computer was told of: Level 3 by its entries, leads by their decisions, colleagues by a case that they give. */

import type { PersonRef } from '../../shared/base/people.ts';
import type { CaseEvent } from '../../shared/cases/schema.ts';
import { may } from '../../shared/certification/access.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Viewer } from '../../shared/home/lists.ts';
import type { Review } from '../../shared/review/schema.ts';
import type { DeskEntry } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { newestKeys } from '../store/order.ts';
import { takeNews } from './desk-replies.ts';

/** One thing to tell. */
export type News =
  | { kind: 'desk'; id: string; caseId: string; entry: DeskEntry; ticket: string }
  | {
      kind: 'decision';
      id: string;
      caseId: string;
      by: PersonRef;
      did: 'approved' | Review['kind'];
      title: string;
    }
  /** A colleague gave this person the case (CS12). */
  | { kind: 'given'; id: string; caseId: string; by: PersonRef; title: string };

const TOLD = 'leads-told';
/** As many of the newest are looked at: far more than come between two looks. */
const MOST_NEWS = 200;

type Decision = Review | PacketSignature | CaseEvent;
const tables = ['reviews', 'signatures', 'events'] as const;

/** Of a lead's signatures the approvals, of a case's events that it was given to somebody, and all reviews. */
const isDecision = (row: Decision): boolean =>
  'changes' in row || row.kind === 'approval' || row.kind === 'assigned';

/** Decisions that arrived since somebody here was told last; on a computer that just received its first, none is news. */
async function takeDecisions(db: ConsoleDatabase): Promise<Decision[]> {
  return db.transaction(
    'rw',
    [db.reviews, db.signatures, db.events, db.syncState, db.rowOrders],
    async () => {
      const stored = (await db.syncState.get(TOLD))?.value as readonly string[] | undefined;
      const told = new Set(stored ?? []);
      // With those that have left with their case: fetched again, they are no news.
      const newest = await Promise.all(
        tables.map(async (table) => ({ table, keys: await newestKeys(db, table, MOST_NEWS) })),
      );
      if (stored && newest.every(({ keys }) => keys.every((key) => told.has(key)))) return [];
      await db.syncState.put({ id: TOLD, value: newest.flatMap(({ keys }) => keys) });
      if (!stored) return [];
      // Only what nobody was told of is read: while a device catches up this is asked with every page.
      const fresh = await Promise.all(
        newest.map(({ table, keys }) =>
          db.table<Decision>(table).bulkGet(keys.filter((key) => !told.has(key))),
        ),
      );
      return fresh.flat().flatMap((row) => (row && isDecision(row) ? [row] : []));
    },
  );
}

/** Takes what is to be told to this person; it counts as told from now on. Level 3's news of a team's cases goes to its leads, too. */
export async function takeNewsFor({ db }: { db: ConsoleDatabase }, viewer: Viewer): Promise<News[]> {
  try {
    return await newsFor(db, viewer);
  } catch (error) {
    // Unreported: a console that is closed meanwhile tells no news.
    if (!db.isOpen()) return [];
    throw error;
  }
}

async function newsFor(db: ConsoleDatabase, viewer: Viewer): Promise<News[]> {
  const [entries, decisions] = [await takeNews({ db }), await takeDecisions(db)];
  const ids = [...new Set([...entries, ...decisions].map(({ caseId }) => caseId))];
  const records = new Map(
    (await db.cases.bulkGet(ids)).flatMap((record) => (record ? [[record.id, record] as const] : [])),
  );
  const own = (caseId: string) => records.get(caseId)?.engineer.id === viewer.id;
  const leads = may(viewer, 'review-packets');
  const news: News[] = [];
  for (const entry of entries)
    if (own(entry.caseId) || leads)
      news.push({
        kind: 'desk',
        id: entry.id,
        caseId: entry.caseId,
        entry,
        ticket: (await db.tickets.get(entry.ticketId))?.ticket ?? '',
      });
  for (const decision of decisions)
    if (own(decision.caseId) && decision.by && decision.by.id !== viewer.id) {
      const { id, caseId, by } = decision;
      const about = { id, caseId, by, title: records.get(caseId)?.title ?? '' };
      if (decision.kind === 'assigned') news.push({ kind: 'given', ...about });
      else news.push({ kind: 'decision', ...about, did: 'changes' in decision ? decision.kind : 'approved' });
    }
  return news;
}
