import type { SystemRecord } from '../../../shared/diagnostics/schema.ts';
import type { Console } from '../../data/console.ts';

/** A system on which nothing is answered yet. */
export async function emptySystem(console: Console, caseId: string): Promise<SystemRecord> {
  const at = console.now().toISOString();
  return {
    id: console.newId(),
    caseId,
    role: 'affected',
    productId: null,
    productName: '',
    hostname: '',
    site: '',
    platform: null,
    hardware: '',
    os: '',
    approvedPlatform: null,
    suppliedByIpcelerate: null,
    telephonyPlatform: '',
    telephonyVersion: '',
    networkAttachment: '',
    notes: '',
    capturedAt: at,
    provenance: { kind: 'typed', by: await console.person(), at },
  };
}
