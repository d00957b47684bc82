import type { SystemRecord } from '../../../../shared/cases/records.ts';
import type { AppServices } from '../../../views/app-services.ts';

/** A system on which nothing is answered yet. */
export async function emptySystem(app: AppServices, caseId: string): Promise<SystemRecord> {
  const at = app.now().toISOString();
  return {
    id: app.newId(),
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
    provenance: { kind: 'typed', by: await app.person(), at },
  };
}
