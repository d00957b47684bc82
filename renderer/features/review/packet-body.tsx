/** The packet itself, in the order in which one reads a case: problem, systems, configuration, revision levels, steps, files. */
import { Button } from '@mantine/core';
import { memo, useContext, useMemo, useState } from 'react';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import type { AttachmentRecord, StepRecord } from '../../../shared/cases/records.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { currentSteps } from '../../../shared/cases/steps.ts';
import { sourceWords, stepKindWords } from '../../ui/choices.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { FileTransfer } from '../../ui/file-transfer.tsx';
import { bytes, capturedTime, clockTime } from '../../ui/times.ts';
import { useFilesHere } from '../../views/files-here.ts';
import { valueText } from '../sync/value-text.ts';
import { Fact, ReadingContext, Remark } from './fact.tsx';

/** Rows of a table that are drawn at once; a configuration of thousands opens in pieces. */
const DRAWN = 50;

const problemFields = [
  'specified',
  'observed',
  'firstSeen',
  'lastWorked',
  'frequency',
  'reproduced',
  'reproduction',
  'unmodified',
  'impact',
  'affectedUsers',
  'priority',
  'priorityReason',
  'networkChanged',
  'networkChange',
  'ucChanged',
  'ucChange',
  'level1Outcome',
  'level1Summary',
  'escalationReason',
  'escalationExplanation',
  'oneProblem',
  'ask',
] as const satisfies readonly (keyof CaseRecord)[];

const paperFields = [
  'contactName',
  'contactPhone',
  'contactEmail',
  'contactAroundTheClock',
  'backupConfirmed',
  'backupBy',
  'backupAt',
  'accessHow',
  'accessContact',
  'notifiedBy',
  'notifiedAt',
  'customerDelays',
  'customerDelayNotes',
  'maintenance',
  'maintenanceUntil',
  'workType',
  'suspectedWhy',
] as const satisfies readonly (keyof CaseRecord)[];

const systemFields = [
  'role',
  'productId',
  'hostname',
  'site',
  'platform',
  'hardware',
  'os',
  'approvedPlatform',
  'suppliedByIpcelerate',
  'telephonyPlatform',
  'telephonyVersion',
  'networkAttachment',
  'notes',
] as const;

/** Questions that follow from an answer are left out where nothing was answered. */
const onDemand: readonly string[] = ['networkChange', 'ucChange', 'customerDelayNotes', 'hardware', 'notes'];

/** How many rows are drawn: a piece at a time on screen, all on paper. */
function useDrawn() {
  const { printing } = useContext(ReadingContext);
  return useState(printing ? Number.POSITIVE_INFINITY : DRAWN);
}

/** A value in words; yes and no begin as the answers do. */
function answerText(value: unknown, field: string): string {
  return value === 'yes' ? 'Yes' : value === 'no' ? 'No' : valueText(value, field);
}

function CaseFacts({ record, fields }: { record: CaseRecord; fields: readonly (keyof CaseRecord)[] }) {
  return (
    <dl className="packet-facts">
      {fields.map((field) => {
        const value = answerText(record[field], field);
        if (value === '' && onDemand.includes(field)) return null;
        return (
          <Fact
            key={field}
            name={fieldWord(field)}
            value={value}
            table="cases"
            id={record.id}
            field={field}
          />
        );
      })}
    </dl>
  );
}

function More({ left, onMore, what }: { left: number; onMore: () => void; what: string }) {
  if (left <= 0) return null;
  return (
    <div>
      <Button variant="default" onClick={onMore}>
        Show {Math.min(DRAWN, left)} more {what} ({left} left)
      </Button>
    </div>
  );
}

const Configuration = memo(function Configuration({ contents }: { contents: CaseContents }) {
  const [drawn, setDrawn] = useDrawn();
  const names = useMemo(
    () => new Map(contents.systems.map((each) => [each.id, each.hostname || each.productName])),
    [contents.systems],
  );
  const rows = contents.configuration;
  return (
    <section className="card stack" aria-labelledby="review-configuration">
      <h2 id="review-configuration">Configuration</h2>
      {rows.length === 0 && <p className="quiet">No configuration.</p>}
      <dl className="packet-facts">
        {rows.slice(0, drawn).map((row) => (
          <Fact
            key={row.id}
            name={[names.get(row.systemId), row.section, row.key].filter((each) => each).join(', ')}
            value={row.kind === 'file' ? 'A file, see Files' : row.value || '(empty)'}
            table="configuration"
            id={row.id}
            field="value"
          />
        ))}
      </dl>
      <More left={rows.length - drawn} onMore={() => setDrawn(drawn + DRAWN)} what="rows" />
    </section>
  );
});

const Revisions = memo(function Revisions({ contents }: { contents: CaseContents }) {
  const [drawn, setDrawn] = useDrawn();
  const rows = contents.revisions;
  const names = new Map(contents.systems.map((each) => [each.id, each.hostname || each.productName]));
  return (
    <section className="card stack" aria-labelledby="review-revisions">
      <h2 id="review-revisions">Revision levels</h2>
      {rows.length === 0 && <p className="quiet">No revision level.</p>}
      <dl className="packet-facts">
        {rows.slice(0, drawn).map((row) => (
          <Fact
            key={row.id}
            name={[names.get(row.systemId), row.component].filter((each) => each).join(', ')}
            value={row.version}
            table="revisions"
            id={row.id}
            field="version"
          />
        ))}
      </dl>
      <More left={rows.length - drawn} onMore={() => setDrawn(drawn + DRAWN)} what="rows" />
    </section>
  );
});

function Evidence({ step, files }: { step: StepRecord; files: ReadonlyMap<string, AttachmentRecord> }) {
  if (step.evidence.length === 0) return <p className="quiet">No file as evidence.</p>;
  return (
    <ul className="plain-list">
      {step.evidence.map((id) => {
        const file = files.get(id);
        return (
          <li key={id}>{file ? `${file.name}, ${bytes(file.size)}` : 'A file that is not in the packet'}</li>
        );
      })}
    </ul>
  );
}

const Steps = memo(function Steps({ contents }: { contents: CaseContents }) {
  const [drawn, setDrawn] = useDrawn();
  const steps = useMemo(() => currentSteps(contents.steps), [contents.steps]);
  const files = useMemo(
    () => new Map(contents.attachments.map((file) => [file.id, file])),
    [contents.attachments],
  );
  return (
    <section className="card stack" aria-labelledby="review-steps">
      <h2 id="review-steps">Steps already taken</h2>
      {steps.length === 0 && <p className="quiet">No step.</p>}
      <ol className="plain-list timeline">
        {steps.slice(0, drawn).map(({ current }) => (
          <li key={current.id} className="step">
            <div className="row">
              <strong>{stepKindWords[current.kind].words}</strong>
              <span className="quiet num">
                Level {current.level}, {current.at ? capturedTime(current.at) : 'no time'}, {current.by.name}
                {current.sources.length > 0 &&
                  `, ${current.sources.map((source) => sourceWords[source]).join(', ')}`}
              </span>
            </div>
            <div className="step-sides">
              <div>{current.did}</div>
              <div>{current.showed || <span className="quiet">Nothing said about what it showed</span>}</div>
              <Evidence step={current} files={files} />
            </div>
            {current.ramifications !== '' && <p>Ramifications: {current.ramifications}</p>}
            <Remark
              place={{ table: 'steps', id: current.id, field: null }}
              name={`the step ${current.did.slice(0, 40)}`}
            />
          </li>
        ))}
      </ol>
      <More left={steps.length - drawn} onMore={() => setDrawn(drawn + DRAWN)} what="steps" />
    </section>
  );
});

const redactionWords = { redacted: 'Redacted', 'not-needed': 'No redaction needed' } as const;

function Files({ contents }: { contents: CaseContents }) {
  const { printing } = useContext(ReadingContext);
  const [drawn, setDrawn] = useDrawn();
  const files = contents.attachments.filter((file) => !file.removed);
  const { here, ask } = useFilesHere(files);
  return (
    <section className="card stack" aria-labelledby="review-files">
      <h2 id="review-files">Files</h2>
      {files.length === 0 && <p className="quiet">No file.</p>}
      <dl className="packet-facts">
        {files.slice(0, drawn).map((file) => {
          const said = contents.redactions.filter((row) => row.attachmentId === file.id).at(-1);
          const redaction = said
            ? `${redactionWords[said.state]}, says ${said.by.name}${said.reason && `: ${said.reason}`}`
            : '';
          return (
            <Fact
              key={file.id}
              name={file.name}
              value={[`${bytes(file.size)}, added ${clockTime(file.addedAt)}`, redaction]
                .filter((each) => each !== '')
                .join('\n')}
              table="attachments"
              id={file.id}
              field="redaction"
            >
              {!printing && <FileTransfer file={file} here={here?.has(file.sha256)} onChange={ask} />}
            </Fact>
          );
        })}
      </dl>
      <More left={files.length - drawn} onMore={() => setDrawn(drawn + DRAWN)} what="files" />
    </section>
  );
}

export const PacketBody = memo(function PacketBody({ contents }: { contents: CaseContents }) {
  return (
    <>
      <section className="card stack" aria-labelledby="review-problem">
        <h2 id="review-problem">Problem</h2>
        <CaseFacts record={contents.case} fields={problemFields} />
      </section>
      {contents.systems.map((system) => (
        <section key={system.id} className="card stack" aria-labelledby={`review-${system.id}`}>
          <h2 id={`review-${system.id}`}>System {system.hostname || system.productName}</h2>
          <dl className="packet-facts">
            {systemFields.map((field) => {
              const value = answerText(system[field], field);
              if (value === '' && onDemand.includes(field)) return null;
              return (
                <Fact
                  key={field}
                  name={fieldWord(field)}
                  value={value}
                  table="systems"
                  id={system.id}
                  field={field}
                />
              );
            })}
          </dl>
        </section>
      ))}
      <Configuration contents={contents} />
      <Revisions contents={contents} />
      <Steps contents={contents} />
      <Files contents={contents} />
      <section className="card stack" aria-labelledby="review-papers">
        <h2 id="review-papers">People and papers</h2>
        <CaseFacts record={contents.case} fields={paperFields} />
      </section>
    </>
  );
});
