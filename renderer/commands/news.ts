/** What others did about a person's cases that nobody at this computer was told of: Level 3 by its entries, leads by their decisions, colleagues by a case that they give. */

import type { PersonRef } from '../../shared/base/people.ts';
import type { CaseEvent } from '../../shared/cases/schema.ts';
import { may } from '../../shared/certification/access.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Viewer } from '../../shared/home/lists.ts';
import type { Review } from '../../shared/review/schema.ts';
import type { DeskEntry } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { newestKeys, newestOf } from '../store/order.ts';
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

/** Decisions that arrived since somebody here was told last; on a computer that just received its first, none is news. */
async function takeDecisions(db: ConsoleDatabase): Promise<(Review | PacketSignature | CaseEvent)[]> {
  return db.transaction(
    'rw',
    [db.reviews, db.signatures, db.events, db.syncState, db.rowOrders],
    async () => {
      const stored = (await db.syncState.get(TOLD))?.value as readonly string[] | undefined;
      const signatures = await newestOf<PacketSignature>(db, 'signatures', MOST_NEWS);
      const decisions = [
        ...(await newestOf<Review>(db, 'reviews', MOST_NEWS)),
        ...signatures.filter(({ kind }) => kind === 'approval'),
        ...(await newestOf<CaseEvent>(db, 'events', MOST_NEWS)).filter(({ kind }) => kind === 'assigned'),
      ];
      const told = new Set(stored ?? []);
      const fresh = decisions.filter(({ id }) => !told.has(id));
      if (fresh.length === 0 && stored) return [];
      // With those that have left with their case: fetched again, they are no news.
      const tables = ['reviews', 'signatures', 'events'] as const;
      const keys = await Promise.all(tables.map((table) => newestKeys(db, table, MOST_NEWS)));
      await db.syncState.put({ id: TOLD, value: keys.flat() });
      return stored ? fresh : [];
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
