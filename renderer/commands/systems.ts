/** Systems of a case: added, added with the answers of another, removed with what belongs to them. */
import { type SystemRecord, systems } from '../../shared/cases/systems.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { removeToBin } from './bin.ts';

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

/** @param known what is answered of it already */
export async function addSystem(
  app: Parts,
  caseId: string,
  known: Partial<SystemRecord> = {},
): Promise<{ row: SystemRecord; result: Outcome }> {
  const row: SystemRecord = { ...(await emptySystem(app, caseId)), ...known };
  return { row, result: await app.write([{ op: 'insert', table: 'systems', row }]) };
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
  const words = `${label}, with ${configuration.length} configuration entries and ${revisions.length} revision levels`;
  const { result, undo } = await removeToBin(app, caseId, words, [
    ...configuration.map((row) => ({ op: 'insert' as const, table: 'configuration' as const, row })),
    ...revisions.map((row) => ({ op: 'insert' as const, table: 'revisions' as const, row })),
    { op: 'insert', table: 'systems', row: system },
  ]);
  return { words, result, undo };
}
