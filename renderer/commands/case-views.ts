/** Keeps on this computer how a person looks at the case list: views of their own, and columns. */
import type { AppServices } from '../views/app-services.ts';
import type { CaseQuery } from '../views/case-list.ts';
import {
  type CaseView,
  CHOSEN_COLUMNS,
  MOST_VIEWS,
  plainQuery,
  readViews,
  SAVED_VIEWS,
} from '../views/case-views.ts';

type Parts = Pick<AppServices, 'db'>;

async function keep({ db }: Parts, views: readonly CaseView[]): Promise<void> {
  const value = views.map(({ id, name, query }) => ({ id, name, query: { ...plainQuery, ...query } }));
  await db.settings.put({ id: SAVED_VIEWS, value });
}

/** Saves the filters under a name; one of the same name is replaced. */
export async function saveView(
  app: Parts,
  view: { id: string; name: string; query: CaseQuery },
): Promise<void> {
  const others = (await readViews(app.db)).filter(({ name }) => name !== view.name);
  await keep(app, [...others, { ...view, own: true }].slice(-MOST_VIEWS));
}

export async function removeView(app: Parts, id: string): Promise<void> {
  const views = await readViews(app.db);
  await keep(
    app,
    views.filter((each) => each.id !== id),
  );
}

/** @param ids of columns, at least one */
export async function keepColumns({ db }: Parts, ids: readonly string[]): Promise<void> {
  await db.settings.put({ id: CHOSEN_COLUMNS, value: ids });
}
