/** What is said of a file that the case has: its kind and times, what it configures, its redaction, and whether it stays. */
import { configuration } from '../../shared/cases/configuration.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { type Redaction, redactions } from '../../shared/cases/statements.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

type Writer = Pick<AppServices, 'write'>;

export function patchFile(
  app: Writer,
  key: string,
  fields: Partial<Omit<AttachmentRecord, 'systemId'>>,
): Promise<Outcome> {
  return app.write([{ op: 'patch', table: 'attachments', key, fields }]);
}

/** Takes a file out of the case, or puts it back: its record stays, and says so. */
export const setFileRemoved = (app: Writer, key: string, removed: boolean): Promise<Outcome> =>
  patchFile(app, key, { removed });

/**
 * Says whose configuration the file holds, which may be several systems': it then counts as each one's (H10). The first is the file's
 * own. What a system has of it already stays.
 * @param systemIds each once; empty for none
 */
export async function setConfigures(
  app: Pick<AppServices, 'db' | 'newId' | 'write'>,
  file: AttachmentRecord,
  systemIds: readonly string[],
): Promise<Outcome> {
  const { id: attachmentId, caseId, name, addedAt: at } = file;
  const all = await app.db.configuration.where({ caseId }).toArray();
  const earlier = all.filter((row) => row.attachmentId === attachmentId);
  const edits: Edit[] = earlier
    .filter(({ systemId }) => !systemIds.includes(systemId))
    .map((row) => ({ op: 'delete', table: 'configuration', key: row.id }));
  const [systemId = null] = systemIds;
  edits.push({ op: 'patch', table: 'attachments', key: attachmentId, fields: { systemId } });
  for (const each of systemIds) {
    if (earlier.some((row) => row.systemId === each)) continue;
    const row = configuration.empty({
      ...{ id: app.newId(), caseId, systemId: each, attachmentId },
      ...{ kind: 'file' as const, section: 'File', key: name, capturedAt: at },
      provenance: { kind: 'file', attachmentId, name, fromLine: null, toLine: null, at },
    });
    edits.push({ op: 'insert', table: 'configuration', row });
  }
  return app.write(edits);
}

/** What a person says of a log or configuration file before it leaves (H12). Only ever added: the newest counts. */
export async function sayRedaction(
  app: Pick<AppServices, 'here' | 'newId' | 'person' | 'write'>,
  file: AttachmentRecord,
  state: Redaction['state'],
  reason: string,
): Promise<Outcome> {
  const { caseId, id: attachmentId, sha256 } = file;
  const said = { id: app.newId(), at: app.here(), by: await app.person() };
  const row = redactions.empty({ ...said, caseId, attachmentId, sha256, state, reason });
  return app.write([{ op: 'insert', table: 'redactions', row }]);
}
