import { type SystemRecord, systems } from '../../../../shared/cases/systems.ts';
import type { AppServices } from '../../../views/app-services.ts';

/** A system on which nothing is answered yet. */
export async function emptySystem(app: AppServices, caseId: string): Promise<SystemRecord> {
  const at = app.now().toISOString();
  return systems.empty({
    id: app.newId(),
    caseId,
    role: 'affected',
    capturedAt: at,
    provenance: { kind: 'typed', by: await app.person(), at },
  });
}
