/** Files that are whole at the hub, and their records, without the way that they take there. */

import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttachmentRecord, attachments } from '../../shared/cases/attachments.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { redactions } from '../../shared/cases/statements.ts';
import type { TestHub } from './hub.ts';
import { sql } from './postgres.ts';
import { newId, type TestDevice } from './test-device.ts';

/** A whole file of the device's organisation. @returns its hash */
export async function fileAtHub(
  hub: TestHub,
  device: TestDevice,
  bytes: Buffer = randomBytes(1_000),
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { id } = device.identity.organisation;
  mkdirSync(join(hub.blobs, id), { recursive: true });
  writeFileSync(join(hub.blobs, id, sha256), bytes);
  await sql(
    hub.databaseUrl,
    'INSERT INTO blobs (organisation_id, sha256, size, location) VALUES ($1, $2, $3, $4)',
    [id, sha256, bytes.length, join(id, sha256)],
  );
  return sha256;
}

export function attachmentOf(
  device: TestDevice,
  caseId: string,
  change: Pick<AttachmentRecord, 'sha256'> & Partial<AttachmentRecord>,
): AttachmentRecord {
  const at = new Date().toISOString();
  return attachments.empty({
    id: newId(),
    caseId,
    name: 'sample.log',
    mediaType: 'text/plain',
    size: 1_000,
    category: 'other',
    readable: true,
    addedAt: at,
    provenance: { kind: 'typed', by: device.person, at },
    ...change,
  });
}

/** The engineer says of each file of the case that it was redacted (H12). */
export function sayRedacted(by: TestDevice, contents: CaseContents): void {
  for (const { id, sha256 } of contents.attachments)
    contents.redactions.push(
      redactions.empty({
        id: newId(),
        caseId: contents.case.id,
        attachmentId: id,
        sha256,
        state: 'redacted',
        at: contents.case.createdAt,
        by: by.person,
      }),
    );
}
