/** Files: dropped, pasted or chosen; kept by the shell, listed here. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import {
  type AttachmentRecord,
  attachments,
  fileNames,
  isPicture,
} from '../../../../shared/cases/attachments.ts';
import type { Redaction } from '../../../../shared/cases/statements.ts';
import { systemTitle } from '../../../../shared/cases/systems.ts';
import { newestRedactions } from '../../../../shared/handoff/waive.ts';
import { patchFile, setConfigures, setFileRemoved } from '../../../commands/attachments.ts';
import { savingOver, writingOver } from '../../../commands/written-over.ts';
import { reported } from '../../../store/report.ts';
import { ChooseFiles } from '../../../ui/choose-files.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { useDropArea } from '../../../ui/drop-area.ts';
import { droppedFiles } from '../../../ui/dropped-files.ts';
import { FileTransfer } from '../../../ui/file-transfer.tsx';
import { Mark } from '../../../ui/mark.tsx';
import { Empty } from '../../../ui/place.tsx';
import { zonedOf, zonedText } from '../../../ui/read-time.ts';
import { FieldFindings, SavedField } from '../../../ui/saved-field.tsx';
import type { Save } from '../../../ui/saving.ts';
import { bytes, capturedTime, formatLocalTime, spanWords } from '../../../ui/times.ts';
import { tellRefusal } from '../../../ui/undo.tsx';
import { useFilesHere } from '../../../views/files-here.ts';
import { findingsOfRow } from '../../../views/findings-of-row.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { BlurButton } from '../../redaction/blur-picture.tsx';
import { DeleteAtHub } from '../../redaction/delete-at-hub.tsx';
import { HeldFiles, useHeldFiles } from '../../redaction/held-files.tsx';
import styles from '../case.module.css';
import { casePath, goToPart, useCaseAddress } from '../case-address.ts';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { tellCaseDone } from '../undo-history.ts';
import { AddingList, useIncoming } from './adding-files.tsx';
import { useFindingsAt } from './case-field.tsx';
import { shownField } from './described-field.ts';
import { RedactionStatement } from './redaction-statement.tsx';

/** Whose configuration the file holds: it then counts as each one's (H10). A cluster's export is of all of its nodes. */
function ConfigurationOf({ file }: { file: AttachmentRecord }) {
  const app = useApp();
  const editable = useEditable();
  const systems = useCasePart((open) => contentsOf(open).systems);
  const configuration = useCasePart((open) => contentsOf(open).configuration);
  const chosen = configuration.flatMap(({ attachmentId, systemId }) =>
    attachmentId === file.id ? systemId : [],
  );
  const first = file.systemId ?? '';
  const others = systems.filter(({ id }) => id !== first);
  return (
    <>
      <SavedField
        id={placeId({ table: 'attachments', id: file.id, field: 'systemId' })}
        label={t`System that ${file.name} configures`}
        kind="reference"
        options={systems.map((system) => ({ value: system.id, label: systemTitle(system) }))}
        value={first}
        readOnly={!editable}
        onSave={(systemId, over) => {
          const rest = chosen.filter((id) => id !== first && id !== systemId);
          const by = writingOver(
            app,
            over.map((each) => ({ systemId: each || null })),
          );
          return setConfigures(by, file, systemId === '' ? [] : [systemId, ...rest]);
        }}
      />
      {first !== '' && others.length > 0 && (
        <fieldset className="plain-fieldset">
          <legend>
            <Trans>Also the configuration of</Trans>
          </legend>
          {others.map((system) => (
            <Checkbox
              key={system.id}
              label={systemTitle(system)}
              checked={chosen.includes(system.id)}
              disabled={!editable}
              onChange={(event) => {
                const { checked } = event.currentTarget;
                const rest = chosen.filter((id) => id !== first && id !== system.id);
                void setConfigures(app, file, [first, ...rest, ...(checked ? [system.id] : [])]).then(
                  tellRefusal,
                );
              }}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

/** The last statement about a file counts. */
function leavesWords(file: AttachmentRecord, said: readonly Redaction[]): string {
  if (isPicture(file)) return t`As it is`;
  const newest = newestRedactions(said).get(file.id);
  if (newest?.sha256 !== file.sha256) return t`Nothing said of redaction yet`;
  return newest.state === 'redacted' ? t`Redacted, as you say` : t`As it is, as you say`;
}

/** One file beside the table: what it is, what time it covers, and what leaves this computer. */
function FileDrawer({ file, onClose }: { file: AttachmentRecord; onClose: () => void }) {
  const app = useApp();
  const editable = useEditable();
  const from = useFindingsAt('attachments', file.id, 'coversFrom', file.coversFrom !== null);
  const whole = useFindingsAt('attachments', file.id, 'name', true);
  const save = (fields: (text: string) => Partial<AttachmentRecord>): Save =>
    savingOver(app, fields, (by, after) => patchFile(by, file.id, after));
  return (
    <Drawer title={file.name} onClose={onClose}>
      <div className="stack">
        <p
          id={placeId({ table: 'attachments', id: file.id, field: 'name' })}
          tabIndex={-1}
          className="quiet num"
        >
          <Trans>
            {bytes(file.size)}, added {formatLocalTime(file.addedAt)}, SHA-256{' '}
            <span className="mono">{file.sha256.slice(0, 12)}…</span>
          </Trans>
        </p>
        <FieldFindings id={`file-findings-${file.id}`} findings={whole} />
        <div className="fields">
          <SavedField
            id={placeId({ table: 'attachments', id: file.id, field: 'category' })}
            {...shownField(attachments.fields.category)}
            label={t`Kind of ${file.name}`}
            value={file.category}
            readOnly={!editable}
            onSave={save((value) => ({
              category: value === '' ? 'other' : (value as AttachmentRecord['category']),
            }))}
          />
          {file.category === 'configuration' && <ConfigurationOf file={file} />}
          {file.category === 'log' && (
            <>
              <SavedField
                id={placeId({ table: 'attachments', id: file.id, field: 'coversFrom' })}
                label={attachments.fields.coversFrom.label}
                kind="time"
                value={zonedText(file.coversFrom)}
                readOnly={!editable}
                findings={from}
                onSave={save((value) => ({ coversFrom: zonedOf(value) }))}
              />
              <SavedField
                id={placeId({ table: 'attachments', id: file.id, field: 'coversTo' })}
                label={attachments.fields.coversTo.label}
                kind="time"
                value={zonedText(file.coversTo)}
                readOnly={!editable}
                onSave={save((value) => ({ coversTo: zonedOf(value) }))}
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
            onSave={save((note) => ({ note }))}
          />
        </div>
        {file.category === 'log' && (
          <p>
            <Link href={`/cases/${file.caseId}/log/${file.id}`}>
              <Trans>Look into this log</Trans>
            </Link>
            <span className="quiet">
              <Trans>: time range, levels, busiest messages, the moment of the fault.</Trans>
            </span>
          </p>
        )}
        {editable && isPicture(file) && <BlurButton file={file} />}
        <DeleteAtHub file={file} />
      </div>
    </Drawer>
  );
}

const FileRow = memo(function FileRow({
  file,
  name,
  leaves,
  open,
  chosen,
  here,
  onFetched,
}: {
  file: AttachmentRecord;
  /** How it is called beside the others. */
  name: string;
  leaves: string;
  here: boolean | undefined;
  onFetched: () => void;
  /** Questions about it that are not answered yet. */
  open: number;
  chosen: boolean;
}) {
  const app = useApp();
  const editable = useEditable();
  const remove = () => {
    const undo = () => setFileRemoved(app, file.id, false);
    void setFileRemoved(app, file.id, true).then((result) =>
      tellCaseDone(file.caseId, t`${name} was removed from the case.`, { result, undo }),
    );
  };
  return (
    <tr aria-selected={chosen}>
      <td>
        <Link
          className={styles.open}
          href={casePath(file.caseId, 'files', file.id)}
          aria-label={t`Open ${name}`}
        >
          {name}
        </Link>
      </td>
      <td className={styles.kind}>{valueWord(file)}</td>
      <td className={`num ${styles.short}`}>{bytes(file.size)}</td>
      <td
        className={`num ${styles.from}`}
        title={
          file.coversFrom === null
            ? undefined
            : `${capturedTime(file.coversFrom)}${file.coversTo ? t` to ${capturedTime(file.coversTo)}` : ''}`
        }
      >
        {file.coversFrom === null ? '' : spanWords(file.coversFrom, file.coversTo, app.now().toISOString())}
      </td>
      <td>
        <span className={styles.still}>
          <Mark kind={open > 0 ? 'to-do' : 'done'} silent />
          {leaves}
        </span>
      </td>
      <td>
        <FileTransfer file={file} here={here} onChange={onFetched} inRow />
      </td>
      <td>
        {editable && (
          <Button variant="subtle" size="compact-xs" aria-label={t`Remove ${name}`} onClick={remove}>
            <Trans>Remove</Trans>
          </Button>
        )}
      </td>
    </tr>
  );
});

function valueWord({ category }: AttachmentRecord): string {
  const { input } = attachments.fields.category;
  return (
    (input.kind === 'choice' && input.choices.find(({ value }) => value === category)?.label) || category
  );
}

/** Columns that give way where the window has no room for them. */
const narrowed: Readonly<Record<string, string | undefined>> = { Covers: styles.from, Kind: styles.kind };

export function AttachmentsSection() {
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const files = useCasePart((open) => contentsOf(open).attachments);
  const said = useCasePart((open) => contentsOf(open).redactions);
  const findings = useCasePart((open) => open.findings);
  const editable = useEditable();
  const { take, ...incoming } = useIncoming();
  const address = useCaseAddress();
  const area = useDropArea((event) => {
    void droppedFiles(event.dataTransfer)
      .catch((error: unknown) => ({
        files: [],
        problem: t`What was dropped could not be read: ${reported(error, 'a dropped folder')}`,
      }))
      .then(({ files: dropped, problem }) => take(dropped, problem));
  });
  const present = files.filter((file) => !file.removed);
  const held = useHeldFiles(caseId);
  const names = fileNames(present);
  const { here, ask } = useFilesHere(present);
  const chosen = present.find(({ id }) => id === address?.row);
  const openOf = (id: string) =>
    findingsOfRow(findings, 'attachments', id).filter(({ severity }) => severity === 'blocker').length;
  return (
    <Section id="files" title={t`Files`}>
      <div className="stack">
        {present.length === 0 && held?.length === 0 && (
          <Empty>
            <Trans>
              No file yet. Attach logs of the time of the fault, configuration files, screenshots.
            </Trans>
          </Empty>
        )}
        {present.length > 0 && (
          <div className={styles.wide}>
            <table className={`${styles.table} ${styles.files}`} aria-label={t`Files`}>
              <thead>
                <tr>
                  {[
                    t`File`,
                    t`Kind`,
                    t`Size`,
                    t`Covers`,
                    t`What leaves this computer`,
                    t`Where it is`,
                    '',
                  ].map((name) => (
                    <th key={name} scope="col" className={narrowed[name]}>
                      {name || (
                        <span className="visually-hidden">
                          <Trans>Actions</Trans>
                        </span>
                      )}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {present.map((file) => (
                  <FileRow
                    name={names.get(file.id) ?? file.name}
                    key={file.id}
                    file={file}
                    leaves={leavesWords(file, said)}
                    open={openOf(file.id)}
                    chosen={file === chosen}
                    here={here?.has(file.sha256)}
                    onFetched={ask}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <AddingList {...incoming} />
        <HeldFiles caseId={caseId} />
        {editable && (
          <section className="drop row" aria-label={t`Add files`} {...area}>
            <ChooseFiles
              multiple
              label={t`Files to attach`}
              id={placeId({ table: 'attachments', id: null, field: null })}
              onChoose={(picked) => void take(picked)}
            >
              {t`Attach files`}
            </ChooseFiles>
            <Button component={Link} href={`/cases/${caseId}/camera`} variant="default">
              <Trans>Take a photo</Trans>
            </Button>
            <span className="quiet">
              <Trans>or drop them here, or paste a screenshot.</Trans>
            </span>
          </section>
        )}
      </div>
      {chosen && <FileDrawer key={chosen.id} file={chosen} onClose={() => goToPart(caseId, 'files')} />}
    </Section>
  );
}
