/** A fact that a person changes is theirs from then on, and of this moment: its row says so, in one place for all tables. */

import { sameValue } from '../../shared/base/hash.ts';
import { configuration } from '../../shared/cases/configuration.ts';
import type { Fields } from '../../shared/cases/describe.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import { systems } from '../../shared/cases/systems.ts';
import type { RowOf } from '../../shared/sync/tables.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

/** Tables whose rows say when they were captured, and from where. */
const described = { systems, configuration, revisions } satisfies Partial<
  Record<Edit['table'], { fields: Fields }>
>;
export type CapturedTable = keyof typeof described;

/**
 * Saves what a person typed over a row. Where a fact of it changes, the row's provenance becomes 'typed', by who works here,
 * now, and so does its time of capture (H9); a note renews neither, and neither does a value that was there before.
 */
export async function patchCaptured<T extends CapturedTable>(
  app: Pick<AppServices, 'db' | 'now' | 'person' | 'write'>,
  table: T,
  key: string,
  fields: Partial<RowOf<T>>,
): Promise<Outcome> {
  const about: Fields = described[table].fields;
  // Together and before anything else: a page that closes has little time for what was typed last.
  const [row, by] = await Promise.all([app.db.table(table).get(key), app.person()]);
  const before = row as Record<string, unknown> | undefined;
  const isNew = Object.entries(fields).some(
    ([field, value]) => about[field]?.note !== true && !sameValue(before?.[field], value),
  );
  const at = app.now().toISOString();
  const stamp = isNew ? { capturedAt: at, provenance: { kind: 'typed' as const, by, at } } : {};
  return app.write([{ op: 'patch', table, key, fields: { ...fields, ...stamp } } as Edit]);
}
