/** Systems of a case: added, added with the answers of another, removed with what belongs to them. */
import { t } from '@lingui/core/macro';
import type { PastedRow } from '../../shared/cases/paste.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import { systemOfRow } from '../../shared/cases/system-table.ts';
import { type SystemRecord, systems } from '../../shared/cases/systems.ts';
import type { ProductRecord } from '../../shared/policy/products.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import { removeToBin } from './bin.ts';
import { type AddedRows, addRows } from './typed-rows.ts';

type Parts = Pick<AppServices, 'db' | 'now' | 'newId' | 'person' | 'write'>;

/** A system on which nothing is answered yet. */
export async function emptySystem(app: Parts, caseId: string): Promise<SystemRecord> {
  const at = app.now().toISOString();
  return systems.empty({
    id: app.newId(),
    caseId,
    role: 'affected',
    capturedAt: at,
    provenance: { kind: 'typed', by: await app.person(), at },
  });
}

/**
 * The first system of a case is the one that shows the fault; what is described besides is context, until a person says otherwise.
 * @param known what is answered of it already
 */
export async function addSystem(
  app: Parts,
  caseId: string,
  known: Partial<SystemRecord> = {},
): Promise<{ row: SystemRecord; result: Outcome }> {
  const affected = await app.db.systems
    .where({ caseId })
    .filter(({ role }) => role === 'affected')
    .count();
  const role = affected === 0 ? 'affected' : 'context';
  const row: SystemRecord = { ...(await emptySystem(app, caseId)), role, ...known };
  return { row, result: await app.write([{ op: 'insert', table: 'systems', row }]) };
}

/**
 * Systems of a pasted table, each with the version of its product where the row has one.
 * @param role of those whose row says none
 * @param rows the ones that cannot be read as a system are left out
 */
export async function addPastedSystems(
  app: Parts,
  caseId: string,
  role: SystemRecord['role'],
  rows: readonly PastedRow[],
  products: readonly ProductRecord[],
): Promise<AddedRows> {
  const blank = await emptySystem(app, caseId);
  const { capturedAt, provenance } = blank;
  const edits = rows.flatMap((row): Edit[] => {
    const answer = systemOfRow(row, products);
    if (!answer.ok) return [];
    const { fields, revision } = answer.system;
    const system: SystemRecord = { ...blank, role, ...fields, id: app.newId() };
    const own = { id: app.newId(), caseId, systemId: system.id, capturedAt, provenance };
    return [
      { op: 'insert', table: 'systems', row: system },
      ...(revision
        ? [
            {
              op: 'insert' as const,
              table: 'revisions' as const,
              row: revisions.empty({ ...revision, ...own }),
            },
          ]
        : []),
    ];
  });
  return addRows(app, edits);
}

/** Removes a system with its configuration and revision levels into the bin. @param label what people call it */
export async function removeSystem(
  app: Parts,
  system: SystemRecord,
  label: string,
): Promise<{ words: string; result: Outcome; undo: () => Promise<Outcome> }> {
  const { caseId } = system;
  const isOwn = (row: { systemId: string | null }) => row.systemId === system.id;
  const [configuration, revisions] = await Promise.all([
    app.db.configuration.where({ caseId }).filter(isOwn).toArray(),
    app.db.revisions.where({ caseId }).filter(isOwn).toArray(),
  ]);
  const words = t`${label}, with ${configuration.length} configuration entries and ${revisions.length} revision levels`;
  const { result, undo } = await removeToBin(app, caseId, words, [
    ...configuration.map((row) => ({ op: 'insert' as const, table: 'configuration' as const, row })),
    ...revisions.map((row) => ({ op: 'insert' as const, table: 'revisions' as const, row })),
    { op: 'insert', table: 'systems', row: system },
  ]);
  return { words, result, undo };
}
