/** Facts that a person typed or pasted as a table: each becomes a row of its own, typed by who works here, now. */
import { configuration } from '../../shared/cases/configuration.ts';
import { chosenIn } from '../../shared/cases/paste.ts';
import { type RevisionRecord, revisionStates, revisions } from '../../shared/cases/revisions.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

type Parts = Pick<AppServices, 'now' | 'newId' | 'person' | 'write'>;

/** A row that is added to one system's facts: its cells by the columns' keys. */
export interface TypedRow {
  systemId: string;
  cells: Readonly<Record<string, string>>;
}

/** Rows that were added, all or none, and the act that takes all of them back. */
export interface AddedRows {
  result: Outcome;
  undo: () => Promise<Outcome>;
}

/** What takes back rows that were added, the last of them first. @param edits inserts alone */
export function takenBack(edits: readonly Edit[]): Edit[] {
  return edits
    .flatMap((edit): Edit[] =>
      edit.op === 'insert' ? [{ op: 'delete', table: edit.table, key: edit.row.id } as Edit] : [],
    )
    .reverse();
}

/** Adds rows, all or none. @param edits inserts alone */
export async function addRows(app: Pick<AppServices, 'write'>, edits: readonly Edit[]): Promise<AddedRows> {
  return { result: await app.write(edits), undo: () => app.write(takenBack(edits)) };
}

/** What all of these rows say of where they come from. */
async function typedNow(app: Parts) {
  const at = app.now().toISOString();
  return { capturedAt: at, provenance: { kind: 'typed' as const, by: await app.person(), at } };
}

/** @param rows cells `component`, `version` and `state` */
export async function addRevisions(
  app: Parts,
  caseId: string,
  rows: readonly TypedRow[],
): Promise<AddedRows> {
  const typed = await typedNow(app);
  return addRows(
    app,
    rows.map(({ systemId, cells: { component = '', version = '', state = '' } }): Edit => {
      const said = { component, version, state: chosenIn(revisionStates, state) as RevisionRecord['state'] };
      const row = revisions.empty({ id: app.newId(), caseId, systemId, ...said, ...typed });
      return { op: 'insert', table: 'revisions', row };
    }),
  );
}

/** @param rows cells `section`, `key` and `value` */
export async function addConfiguration(
  app: Parts,
  caseId: string,
  rows: readonly TypedRow[],
): Promise<AddedRows> {
  const typed = await typedNow(app);
  return addRows(
    app,
    rows.map(({ systemId, cells: { section = '', key = '', value = '' } }): Edit => {
      const names = { section, key, value, kind: 'entry' as const };
      const row = configuration.empty({ id: app.newId(), caseId, systemId, ...names, ...typed });
      return { op: 'insert', table: 'configuration', row };
    }),
  );
}
