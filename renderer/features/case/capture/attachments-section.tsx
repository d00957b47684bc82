/** Files: dropped, pasted or chosen; kept by the shell, listed here. */

import { Button, FileButton } from '@mantine/core';
import { memo, useEffect, useState } from 'react';
import { type AttachmentRecord, attachments, isPicture } from '../../../../shared/cases/attachments.ts';
import type { ConfigurationRecord } from '../../../../shared/cases/configuration.ts';
import { configuration } from '../../../../shared/cases/configuration.ts';
import type { Outcome } from '../../../store/outcome.ts';
import type { Edit } from '../../../store/write.ts';
import { useDropArea } from '../../../ui/drop-area.ts';
import { FileTransfer } from '../../../ui/file-transfer.tsx';
import { SavedField } from '../../../ui/saved-field.tsx';
import { bytes, formatLocalTime } from '../../../ui/times.ts';
import { showUndo } from '../../../ui/undo.tsx';
import { useFilesHere } from '../../../views/files-here.ts';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { BlurButton } from '../../redaction/blur-picture.tsx';
import { DeleteAtHub } from '../../redaction/delete-at-hub.tsx';
import { HeldFiles } from '../../redaction/held-files.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { AddingList, useAddFiles } from './adding-files.tsx';
import { useEditable, useFindingsAt } from './case-field.tsx';
import { shownField, zoned } from './described-field.ts';
import { systemLabel } from './fact-table.tsx';
import { RedactionStatement } from './redaction-statement.tsx';

/** Which system's configuration the file holds: it then counts as that system's configuration (H10). */
function ConfigurationOf({ file }: { file: AttachmentRecord }) {
  const app = useApp();
  const editable = useEditable();
  const systems = useCasePart((open) => contentsOf(open).systems);
  async function assign(systemId: string): Promise<Outcome> {
    const earlier = await app.db.configuration.where({ caseId: file.caseId }).toArray();
    const edits: Edit[] = earlier
      .filter((row) => row.attachmentId === file.id)
      .map((row) => ({ op: 'delete', table: 'configuration', key: row.id }));
    edits.push({ op: 'patch', table: 'attachments', key: file.id, fields: { systemId: systemId || null } });
    if (systemId !== '') {
      const row: ConfigurationRecord = configuration.empty({
        id: app.newId(),
        caseId: file.caseId,
        systemId,
        kind: 'file',
        section: 'File',
        key: file.name,
        attachmentId: file.id,
        capturedAt: file.addedAt,
        provenance: {
          kind: 'file',
          attachmentId: file.id,
          name: file.name,
          fromLine: null,
          toLine: null,
          at: file.addedAt,
        },
      });
      edits.push({ op: 'insert', table: 'configuration', row });
    }
    return app.write(edits);
  }
  return (
    <SavedField
      id={placeId({ table: 'attachments', id: file.id, field: 'systemId' })}
      label={`System that ${file.name} configures`}
      kind="choice"
      options={systems.map((system) => ({ value: system.id, label: systemLabel(system) }))}
      value={file.systemId ?? ''}
      readOnly={!editable}
      onSave={assign}
    />
  );
}

const FileLine = memo(function FileLine({
  file,
  here,
  onFetched,
}: {
  file: AttachmentRecord;
  here: boolean | undefined;
  onFetched: () => void;
}) {
  const app = useApp();
  const editable = useEditable();
  const [problem, setProblem] = useState('');
  const findings = useFindingsAt('attachments', file.id, 'coversFrom');
  const patch = (fields: Partial<AttachmentRecord>) =>
    app.write([{ op: 'patch', table: 'attachments', key: file.id, fields }]);
  return (
    <li className="step stack">
      <div className="row">
        <strong id={placeId({ table: 'attachments', id: file.id, field: null })} tabIndex={-1}>
          {file.name}
        </strong>
        <span className="quiet num">
          {bytes(file.size)}, added {formatLocalTime(file.addedAt)}, SHA-256{' '}
          <span className="mono">{file.sha256.slice(0, 12)}…</span>
        </span>
        {editable && (
          <Button
            variant="subtle"
            aria-label={`Remove ${file.name}`}
            onClick={() =>
              void patch({ removed: true }).then((result) =>
                result.kind === 'saved'
                  ? showUndo(`${file.name} was removed from the case.`, () => patch({ removed: false }))
                  : setProblem(result.message),
              )
            }
          >
            Remove
          </Button>
        )}
      </div>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <FileTransfer file={file} here={here} onChange={onFetched} />
      <DeleteAtHub file={file} />
      {editable && isPicture(file) && here && <BlurButton file={file} />}
      <div className="fields">
        <SavedField
          id={placeId({ table: 'attachments', id: file.id, field: 'category' })}
          {...shownField(attachments.fields.category)}
          label={`Kind of ${file.name}`}
          value={file.category}
          readOnly={!editable}
          onSave={(value) =>
            patch({ category: value === '' ? 'other' : (value as AttachmentRecord['category']) })
          }
        />
        {file.category === 'configuration' && <ConfigurationOf file={file} />}
        {file.category === 'log' && (
          <>
            <SavedField
              id={placeId({ table: 'attachments', id: file.id, field: 'coversFrom' })}
              label={attachments.fields.coversFrom.label}
              kind="time"
              value={file.coversFrom?.at ?? ''}
              readOnly={!editable}
              findings={findings}
              onSave={(value) => patch({ coversFrom: zoned(value) })}
            />
            <SavedField
              id={placeId({ table: 'attachments', id: file.id, field: 'coversTo' })}
              label={attachments.fields.coversTo.label}
              kind="time"
              value={file.coversTo?.at ?? ''}
              readOnly={!editable}
              onSave={(value) => patch({ coversTo: zoned(value) })}
            />
          </>
        )}
        {!isPicture(file) && <RedactionStatement file={file} />}
        <SavedField
          id={placeId({ table: 'attachments', id: file.id, field: 'note' })}
          label={attachments.fields.note.label}
          kind="line"
          value={file.note}
          readOnly={!editable}
          onSave={(note) => patch({ note })}
        />
      </div>
    </li>
  );
});

export function AttachmentsSection() {
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const files = useCasePart((open) => contentsOf(open).attachments);
  const editable = useEditable();
  const { take, ...incoming } = useAddFiles(caseId);

  useEffect(() => {
    if (!editable) return;
    // A screenshot pasted anywhere in the case that is no text field.
    const onPaste = (event: ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      // Text that is pasted into a field stays text, also where the clipboard holds a picture of it.
      const intoField = event.target instanceof Element && event.target.matches('input, textarea');
      if (pasted.length === 0 || intoField) return;
      event.preventDefault();
      void take(pasted);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [take, editable]);

  const area = useDropArea((event) => void take([...event.dataTransfer.files]));
  const present = files.filter((file) => !file.removed);
  const { here, ask } = useFilesHere(present);
  return (
    <Section id="attachments" title="Attachments">
      <div className="stack">
        {present.length === 0 && (
          <p className="quiet">
            No file yet. Attach logs of the time of the fault, configuration files, screenshots.
          </p>
        )}
        <ul className="plain-list">
          {present.map((file) => (
            <FileLine key={file.id} file={file} here={here?.has(file.sha256)} onFetched={ask} />
          ))}
        </ul>
        <AddingList {...incoming} />
        <HeldFiles caseId={caseId} />
        {editable && (
          <section className="drop row" aria-label="Add files" {...area}>
            <FileButton
              multiple
              onChange={(chosen) => void take(chosen)}
              inputProps={{ 'aria-label': 'Files to attach' }}
            >
              {(props) => (
                <Button
                  variant="default"
                  id={placeId({ table: 'attachments', id: null, field: null })}
                  {...props}
                >
                  Attach files
                </Button>
              )}
            </FileButton>
            <span className="quiet">or drop them here, or paste a screenshot.</span>
          </section>
        )}
      </div>
    </Section>
  );
}
