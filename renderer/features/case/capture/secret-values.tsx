/** Values of configuration that look like a secret (H12), each with the place where a person says why it is none. */
import { t } from '@lingui/core/macro';
import { useShallow } from 'zustand/react/shallow';
import { configuration } from '../../../../shared/cases/configuration.ts';
import { patchCaptured } from '../../../commands/captured-rows.ts';
import { savingOver } from '../../../commands/written-over.ts';
import { SavedField } from '../../../ui/saved-field.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';

export function SecretValues() {
  const app = useApp();
  const editable = useEditable();
  const rows = useCasePart(
    useShallow((open) => {
      const found = new Set(
        open.findings.flatMap(({ rule, where }) =>
          rule === 'H12' && where.table === 'configuration' ? (where.id ?? []) : [],
        ),
      );
      // Who has begun to answer goes on.
      return contentsOf(open).configuration.filter((row) => found.has(row.id) || row.noSecretWhy !== '');
    }),
  );
  if (rows.length === 0) return null;
  return (
    <div className="fields">
      {rows.map((row) => (
        <SavedField
          key={row.id}
          id={placeId({ table: 'configuration', id: row.id, field: 'noSecretWhy' })}
          label={`${row.key}: ${configuration.fields.noSecretWhy.label.toLowerCase()}`}
          kind="text"
          value={row.noSecretWhy}
          readOnly={!editable}
          description={t`It looks like a secret. Put **** in its place above, or say here why it is none.`}
          onSave={savingOver(
            app,
            (noSecretWhy) => ({ noSecretWhy }),
            (by, after) => patchCaptured(by, 'configuration', row.id, after),
          )}
        />
      ))}
    </div>
  );
}
