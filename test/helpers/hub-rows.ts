/** Rows that a device pushes: the least that the hub takes. */
import { newCase } from '../../shared/cases/case.ts';
import { type CommentRecord, comments } from '../../shared/cases/comments.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { type SystemRecord, systems } from '../../shared/cases/systems.ts';
import { newId, type TestDevice } from './test-device.ts';

/** Whoever makes the row: a device, or anything that knows its person and organisation. */
export type Maker = Pick<TestDevice, 'identity' | 'person'>;

const now = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });

export function caseOf(device: Maker, change: Partial<CaseRecord> = {}): CaseRecord {
  const start = newCase({
    id: newId(),
    organisationId: device.identity.organisation.id,
    engineer: device.person,
    createdAt: now(),
    title: 'Sample case',
    customer: 'Example Customer (sample)',
    site: 'Sample site',
  });
  return { ...start, ...change };
}

export function systemOf(device: Maker, caseId: string, change: Partial<SystemRecord> = {}): SystemRecord {
  return systems.empty({
    id: newId(),
    caseId,
    role: 'affected',
    productName: 'Sample Paging Server',
    hostname: 'host.example.com',
    site: 'Sample site',
    provenance: { kind: 'typed', by: device.person, at: now().at },
    ...change,
  });
}

export function commentOf(device: Maker, caseId: string, change: Partial<CommentRecord> = {}): CommentRecord {
  return comments.empty({
    id: newId(),
    caseId,
    at: now(),
    by: device.person,
    text: 'A sample remark',
    ...change,
  });
}
