/** A packet as a case file: what the engineer found, in the order in which a reader asks. Nothing of it changes any more. */
import { type ReactNode, useMemo } from 'react';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import type { AttachmentRecord, SystemRecord } from '../../../shared/cases/records.ts';
import { currentSteps } from '../../../shared/cases/steps.ts';
import type { Finding, Packet } from '../../../shared/handoff/schema.ts';
import { choiceWord, sourceWords, stepKindWords } from '../../ui/choices.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { Icon } from '../../ui/icons.tsx';
import { capturedTime, clockTime } from '../../ui/times.ts';
import { Facts, type FactValue } from './facts.tsx';
import { PacketPapers } from './packet-papers.tsx';
import { TicketFiles } from './ticket-files.tsx';

/** Rows of a table that are drawn; what a device sends may hold many more. */
const DRAWN = 500;

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
  'networkChangedAt',
  'ucChanged',
  'ucChange',
  'ucChangedAt',
  'suspectedWhy',
] as const;
const levelFields = [
  'level1Outcome',
  'level1Summary',
  'level1EndedAt',
  'escalationReason',
  'escalationExplanation',
  'ask',
] as const;
const systemFields = [
  'role',
  'productId',
  'productName',
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

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="card stack" aria-labelledby={`packet-${id}`}>
      <h2 id={`packet-${id}`} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A table of texts. */
function Table({
  label,
  heads,
  rows,
}: {
  label: string;
  heads: readonly string[];
  rows: readonly { id: string; cells: readonly string[] }[];
}) {
  return (
    <>
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, DRAWN).map(({ id, cells }) => (
            <tr key={id}>
              {cells.map((cell, at) => (
                <td key={heads[at]} className={at > 0 ? 'mono' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > DRAWN && (
        <p className="quiet">
          The first {DRAWN} of {rows.length} are shown.
        </p>
      )}
    </>
  );
}

function nameOf(system: SystemRecord | undefined): string {
  if (!system) return 'No system';
  return system.hostname || system.productName || system.productId || 'System without a name';
}

function Systems({ contents }: { contents: CaseContents }) {
  return (
    <Section id="systems" title="Systems">
      {contents.systems.slice(0, DRAWN).map((system) => (
        <div key={system.id} className="stack">
          <h3 className="mono">{nameOf(system)}</h3>
          <Facts record={system as unknown as Record<string, FactValue>} fields={systemFields} />
        </div>
      ))}
      {contents.systems.length === 0 && <p className="quiet">No system was described.</p>}
      {contents.systems.length > DRAWN && (
        <p className="quiet">
          The first {DRAWN} of {contents.systems.length} are shown.
        </p>
      )}
    </Section>
  );
}

function Steps({ contents, systems }: { contents: CaseContents; systems: Map<string, SystemRecord> }) {
  const steps = useMemo(() => currentSteps(contents.steps), [contents]);
  return (
    <Section id="steps" title="Steps taken">
      <Facts record={contents.case as unknown as Record<string, FactValue>} fields={levelFields} />
      <ol className="plain-list">
        {steps.slice(0, DRAWN).map(({ current, earlier }) => (
          <li key={current.id} className="step">
            <div className="row">
              <strong>{stepKindWords[current.kind].words}</strong>
              <span className="quiet num">
                Level {current.level}, {current.at ? capturedTime(current.at) : 'no time'}, {current.by.name}
                {current.systemId && `, ${nameOf(systems.get(current.systemId))}`}
                {current.sources.length > 0 &&
                  `, ${current.sources.map((source) => sourceWords[source]).join(', ')}`}
                {earlier.length > 0 && ', corrected'}
              </span>
            </div>
            <div className="step-body">
              <div>{current.did}</div>
              <div>{current.showed}</div>
            </div>
            {current.ramifications !== '' && <div>Ramifications: {current.ramifications}</div>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Attachments({ files, ticketId }: { files: readonly AttachmentRecord[]; ticketId: string }) {
  const present = files.filter((file) => !file.removed);
  const shown = present.slice(0, DRAWN).map((file) => ({
    ...file,
    about: [
      choiceWord('category', file.category),
      file.coversFrom && file.coversTo
        ? `covers ${capturedTime(file.coversFrom)} to ${capturedTime(file.coversTo)}`
        : '',
      file.note,
    ].filter((each) => each !== ''),
  }));
  return (
    <Section id="attachments" title="Attachments">
      {shown.length === 0 ? (
        <p className="quiet">No file came with it.</p>
      ) : (
        <TicketFiles files={shown} ticketId={ticketId} label="Attachments" />
      )}
      {present.length > DRAWN && (
        <p className="quiet">
          The first {DRAWN} of {present.length} are shown.
        </p>
      )}
    </Section>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <Section id="findings" title="Findings that stood at the handoff">
      {findings.length === 0 ? (
        <p className="quiet">None.</p>
      ) : (
        <ul className="plain-list">
          {findings.slice(0, DRAWN).map((finding) => (
            <li key={`${finding.rule} ${finding.message} ${finding.where.id}`} className="finding">
              <Icon name={finding.severity === 'blocker' ? 'missing' : finding.severity} />
              <span>
                {finding.rule}: {finding.message}. {finding.clause && <ClauseLink id={finding.clause} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function PacketView({ packet, ticketId }: { packet: Packet; ticketId: string }) {
  const { contents } = packet;
  const systems = useMemo(() => new Map(contents.systems.map((each) => [each.id, each])), [contents]);
  return (
    <>
      <Section id="problem" title="Problem">
        <p className="quiet">
          Packet of {capturedTime(packet.createdAt)} by {packet.by.name}, revision {packet.revision}, rules{' '}
          {packet.ruleSetVersion}, digest <span className="mono">{packet.digest.slice(0, 12)}</span>
        </p>
        {packet.note !== '' && <p className="said">{packet.note}</p>}
        <Facts record={contents.case as unknown as Record<string, FactValue>} fields={problemFields} />
      </Section>
      <Systems contents={contents} />
      <Section id="configuration" title="Configuration">
        <Table
          label="Configuration"
          heads={['System', 'Section', 'Name', 'Value', 'When it last worked']}
          rows={contents.configuration.map((row) => ({
            id: row.id,
            cells: [
              nameOf(systems.get(row.systemId)),
              row.section,
              row.key,
              row.kind === 'file' ? `File ${row.key}` : row.value,
              row.lastKnownGood ?? '',
            ],
          }))}
        />
      </Section>
      <Section id="revisions" title="Revision levels">
        <Table
          label="Revision levels"
          heads={['System', 'Component', 'Revision level', 'Captured']}
          rows={contents.revisions.map((row) => ({
            id: row.id,
            cells: [
              nameOf(systems.get(row.systemId)),
              row.component,
              row.version,
              row.capturedAt ? clockTime(row.capturedAt) : '',
            ],
          }))}
        />
      </Section>
      <Steps contents={contents} systems={systems} />
      <Attachments files={contents.attachments} ticketId={ticketId} />
      <PacketPapers contents={contents} />
      <Findings findings={packet.findings} />
    </>
  );
}
