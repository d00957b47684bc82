/** What a computer says about itself becomes facts of a system, where a person accepts it. */
import type { SystemRecord } from '../../shared/cases/records.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import { acceptedSystemFields, type Proposal } from '../../shared/collect/proposals.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import { emptySystem } from './systems.ts';

/**
 * Writes what was accepted in one go.
 * @param system whose facts they are; null for one that is added with them
 * @returns with the system as it stands then; null where nothing was accepted
 */
export async function acceptHostFacts(
  app: Pick<AppServices, 'db' | 'now' | 'newId' | 'person' | 'write'>,
  caseId: string,
  system: SystemRecord | null,
  accepted: readonly Proposal[],
): Promise<{ result: Outcome; system: SystemRecord } | null> {
  const [first] = accepted;
  if (!first) return null;
  const capturedAt = app.now().toISOString();
  const edits: Edit[] = [];
  const fields = acceptedSystemFields(accepted);
  const stamp = { capturedAt, provenance: first.provenance };
  const row = system ?? { ...(await emptySystem(app, caseId)), ...fields, ...stamp };
  if (!system) edits.push({ op: 'insert', table: 'systems', row });
  else if (Object.keys(fields).length > 0)
    edits.push({ op: 'patch', table: 'systems', key: row.id, fields: { ...fields, ...stamp } });
  for (const proposal of accepted) {
    if (proposal.kind !== 'revision') continue;
    const { component, value: version, provenance, revisionId: key } = proposal;
    const read = { version, capturedAt, provenance };
    if (key) edits.push({ op: 'patch', table: 'revisions', key, fields: read });
    else {
      const own = { id: app.newId(), caseId, systemId: row.id, component };
      edits.push({ op: 'insert', table: 'revisions', row: revisions.empty({ ...own, ...read }) });
    }
  }
  return { result: await app.write(edits), system: row };
}
