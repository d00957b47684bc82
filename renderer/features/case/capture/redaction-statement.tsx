/** What the engineer says of a log or configuration file before it leaves the device (H12). */

import { t } from '@lingui/core/macro';
import type { AttachmentRecord } from '../../../../shared/cases/records.ts';
import type { Redaction } from '../../../../shared/cases/statements.ts';
import { newestRedactions } from '../../../../shared/handoff/waive.ts';
import { sayRedaction } from '../../../commands/attachments.ts';
import type { Outcome } from '../../../store/outcome.ts';
import { SavedField } from '../../../ui/saved-field.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { useFindingsAt } from './case-field.tsx';

const answers = [
  { value: 'redacted', label: t`Redacted` },
  { value: 'not-needed', label: t`Not needed` },
];

/** The last row counts, as the rules see it (S2). */
function useStatement(file: AttachmentRecord): Redaction | undefined {
  return useCasePart((open) => newestRedactions(contentsOf(open).redactions).get(file.id));
}

export function RedactionStatement({ file }: { file: AttachmentRecord }) {
  const app = useApp();
  const editable = useEditable();
  const said = useStatement(file);
  const findings = useFindingsAt('attachments', file.id, 'redaction', said !== undefined);
  function say(state: Redaction['state'], reason: string): Promise<Outcome> {
    return sayRedaction(app, file, state, reason);
  }
  return (
    <>
      <SavedField
        id={placeId({ table: 'attachments', id: file.id, field: 'redaction' })}
        label={t`Redaction of ${file.name}`}
        kind="choice"
        options={answers}
        value={said?.state ?? ''}
        readOnly={!editable}
        findings={findings}
        onSave={(value) =>
          value === ''
            ? Promise.resolve({ kind: 'saved', at: app.now().toISOString(), journal: 'kept' })
            : say(value as Redaction['state'], said?.reason ?? '')
        }
      />
      {said && (
        <SavedField
          id={placeId({ table: 'attachments', id: file.id, field: 'redactionReason' })}
          label={said.state === 'redacted' ? t`What was redacted` : t`Why nothing needs to be redacted`}
          kind="line"
          value={said.reason}
          readOnly={!editable}
          onSave={(reason) => say(said.state, reason)}
        />
      )}
    </>
  );
}
