/** Views of the list: those that everybody has, and those that a person saved on this computer. */
import { z } from 'zod';
import { caseState } from '../../../shared/cases/states.ts';
import { priority } from '../../../shared/policy/priority.ts';
import type { ConsoleDatabase } from '../../store/database.ts';
import type { CaseQuery } from '../../views/case-list.ts';

export interface CaseView {
  id: string;
  name: string;
  query: CaseQuery;
  /** Saved by the person, who may remove it. */
  own: boolean;
}

export const plainQuery: CaseQuery = {
  sort: 'updatedAt',
  descending: true,
  text: '',
  state: null,
  priority: null,
  waitingOnly: false,
  engineerId: null,
  ended: null,
  urgentOnly: false,
  dueOnly: false,
};

/** @param personId of who works here */
export function builtInViews(personId: string): CaseView[] {
  const view = (id: string, name: string, query: Partial<CaseQuery>): CaseView => ({
    id,
    name,
    query: { ...plainQuery, ...query },
    own: false,
  });
  return [
    view('all', 'All', {}),
    view('mine', 'Mine', { engineerId: personId, ended: 'open' }),
    view('open', 'Open', { ended: 'open' }),
    view('due', 'Due', { dueOnly: true, ended: 'open', sort: 'nextDue', descending: false }),
    view('urgent', 'P1 and P2', { urgentOnly: true, ended: 'open' }),
    view('unsent', 'Not sent yet', { waitingOnly: true }),
    view('closed', 'Closed', { ended: 'closed' }),
  ];
}

const SAVED = 'case-views';
export const MOST_VIEWS = 12;
export const MOST_NAME = 40;
const saved = z.array(
  z.strictObject({
    id: z.string(),
    name: z.string().min(1).max(MOST_NAME),
    query: z.strictObject({
      sort: z.enum(['number', 'title', 'customer', 'state', 'priority', 'missing', 'updatedAt', 'nextDue']),
      descending: z.boolean(),
      text: z.string(),
      state: caseState.nullable(),
      priority: z.union([priority, z.literal('none')]).nullable(),
      waitingOnly: z.boolean(),
      engineerId: z.string().nullable(),
      ended: z.enum(['open', 'closed']).nullable(),
      urgentOnly: z.boolean(),
      dueOnly: z.boolean(),
    }),
  }),
);

/** The person's own views; none where what is kept cannot be read. */
export async function readViews(db: ConsoleDatabase): Promise<CaseView[]> {
  const parsed = saved.safeParse((await db.settings.get(SAVED))?.value);
  return parsed.success ? parsed.data.map((each) => ({ ...each, own: true })) : [];
}

async function keep(db: ConsoleDatabase, views: readonly CaseView[]): Promise<void> {
  const value = views.map(({ id, name, query }) => ({ id, name, query: { ...plainQuery, ...query } }));
  await db.settings.put({ id: SAVED, value });
}

/** Saves the filters under a name; one of the same name is replaced. */
export async function saveView(
  db: ConsoleDatabase,
  view: { id: string; name: string; query: CaseQuery },
): Promise<void> {
  const others = (await readViews(db)).filter(({ name }) => name !== view.name);
  await keep(db, [...others, { ...view, own: true }].slice(-MOST_VIEWS));
}

export async function removeView(db: ConsoleDatabase, id: string): Promise<void> {
  await keep(
    db,
    (await readViews(db)).filter((each) => each.id !== id),
  );
}
