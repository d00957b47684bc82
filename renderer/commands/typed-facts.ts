/** Facts that a person typed or pasted as a table: each becomes a row of its own, typed by who works here, now. */
import { configuration } from '../../shared/cases/configuration.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

type Parts = Pick<AppServices, 'now' | 'newId' | 'person' | 'write'>;

/** What all of these rows say of where they come from. */
async function typedNow(app: Parts) {
  const at = app.now().toISOString();
  return { capturedAt: at, provenance: { kind: 'typed' as const, by: await app.person(), at } };
}

/** @param cells rows of component and version */
export async function addRevisions(
  app: Parts,
  caseId: string,
  systemId: string,
  cells: readonly (readonly string[])[],
): Promise<Outcome> {
  const typed = await typedNow(app);
  return app.write(
    cells.map(([component = '', version = '']): Edit => {
      const row = revisions.empty({ id: app.newId(), caseId, systemId, component, version, ...typed });
      return { op: 'insert', table: 'revisions', row };
    }),
  );
}

/** @param cells rows of section, key and value */
export async function addConfiguration(
  app: Parts,
  caseId: string,
  systemId: string,
  cells: readonly (readonly string[])[],
): Promise<Outcome> {
  const typed = await typedNow(app);
  return app.write(
    cells.map(([section = '', key = '', value = '']): Edit => {
      const names = { section, key, value, kind: 'entry' as const };
      const row = configuration.empty({ id: app.newId(), caseId, systemId, ...names, ...typed });
      return { op: 'insert', table: 'configuration', row };
    }),
  );
}
