/** What is known of a case's systems when outputs are held against it, and what this computer has read before. */
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { KnownRows } from '../../shared/collect/case-intake.ts';
import type { AppServices } from '../views/app-services.ts';

/** The case's rows, and what stands at its customer. */
export async function knownRows(app: AppServices, contents: CaseContents): Promise<KnownRows> {
  const { customerId } = contents.case;
  const [installations, products] = await Promise.all([
    customerId === null ? [] : app.db.installations.where({ customerId }).toArray(),
    app.db.products.toArray(),
  ]);
  const { systems, configuration, revisions, links } = contents;
  return { systems, configuration, revisions, links, installations, products };
}

const readKey = (caseId: string, sha256: string) => `collected ${caseId} ${sha256}`;

/** Notes that a content was read for this case: of what nobody accepted the case has no file that says so. */
export async function noteRead(
  app: Pick<AppServices, 'db' | 'now'>,
  caseId: string,
  hashes: readonly (string | null)[],
): Promise<void> {
  const at = app.now().toISOString();
  await app.db.drafts.bulkPut(
    hashes.flatMap((sha256) => (sha256 ? [{ id: readKey(caseId, sha256), caseId, value: { at } }] : [])),
  );
}

/** Whether a content was read for this case before: it is attached to it, or was gone through on this computer. */
export async function wasRead(app: AppServices, contents: CaseContents, sha256: string): Promise<boolean> {
  if (contents.attachments.some((file) => !file.removed && file.sha256 === sha256)) return true;
  return (await app.db.drafts.get(readKey(contents.case.id, sha256))) !== undefined;
}
