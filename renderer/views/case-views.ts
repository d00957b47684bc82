/** Views of the list: those that everybody has, and those that a person saved on this computer. */
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { caseState } from '../../shared/cases/states.ts';
import { priority } from '../../shared/policy/priority.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { CaseQuery } from './case-list.ts';

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
    view('all', t`All`, {}),
    view('mine', t`Mine`, { engineerId: personId, ended: 'open' }),
    view('open', t`Open`, { ended: 'open' }),
    view('due', t`Due`, { dueOnly: true, ended: 'open', sort: 'nextDue', descending: false }),
    view('urgent', t`P1 and P2`, { urgentOnly: true, ended: 'open' }),
    view('unsent', t`Not sent yet`, { waitingOnly: true }),
    view('closed', t`Closed`, { ended: 'closed' }),
  ];
}

export const SAVED_VIEWS = 'case-views';
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
  const parsed = saved.safeParse((await db.settings.get(SAVED_VIEWS))?.value);
  return parsed.success ? parsed.data.map((each) => ({ ...each, own: true })) : [];
}

export const CHOSEN_COLUMNS = 'case-columns';

/** Ids of the columns that the person chose; null where nothing was chosen, or what is kept cannot be read. */
export async function readChosenColumns(db: ConsoleDatabase): Promise<readonly string[] | null> {
  const parsed = z
    .array(z.string())
    .min(1)
    .safeParse((await db.settings.get(CHOSEN_COLUMNS))?.value);
  return parsed.success ? parsed.data : null;
}
