/** Always in view: what the handoff still lacks, by part, and the button when it lacks nothing. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { stepKind } from '../../../../shared/cases/records.ts';
import { isEditable } from '../../../../shared/cases/states.ts';
import { blocksReview } from '../../../../shared/handoff/evaluate.ts';
import { type Finding, type Part, parts } from '../../../../shared/handoff/schema.ts';
import { handOff } from '../../../commands/handoff.ts';
import { scanPacket, whyNotYet } from '../../../commands/redaction/final-scan.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { formatLocalTime } from '../../../ui/times.ts';
import { contentsOf, useApp, useCasePart, useHandoff } from '../../../views/hooks.tsx';
import { ExportPacket } from '../../review/packet-file.tsx';
import { goTo } from '../places.ts';
import { countWords } from '../section.tsx';
import { useWorkspace } from '../workspace-state.ts';
import { OutlookList } from './outlook-list.tsx';
import { WaiveFinding } from './waive-finding.tsx';

const partWords: Record<Part, string> = {
  problem: 'Problem',
  systems: 'System description',
  configuration: 'Configuration',
  revisions: 'Revision levels',
  steps: 'Steps already taken',
  papers: 'People and papers',
};

const severityWords = { blocker: 'Missing', warning: 'Warning', note: 'Note' } as const;
/** Findings of one part that are listed; a case with more has other worries first. */
const LISTED = 60;

/** Opens the place that a finding points at; for a missing step, its kind is chosen already. */
function useOpenPlace() {
  const setStepKind = useWorkspace((workspace) => workspace.setStepKind);
  const setFactSystem = useWorkspace((workspace) => workspace.setFactSystem);
  return ({ where }: Finding) => {
    const kind = where.table === 'steps' && where.id === null ? stepKind.safeParse(where.field) : null;
    if (kind?.success) setStepKind(kind.data);
    if ((where.table === 'configuration' || where.table === 'revisions') && where.id) setFactSystem(where.id);
    goTo(where);
  };
}

function FindingLine({ finding }: { finding: Finding }) {
  const open = useOpenPlace();
  const tone = finding.severity === 'blocker' ? 'bad' : finding.severity === 'warning' ? 'waiting' : 'quiet';
  return (
    <li className="finding">
      <span className={tone}>
        <Icon name={finding.severity === 'blocker' ? 'missing' : finding.severity} />
        <span className="skip">{severityWords[finding.severity]}: </span>
      </span>
      <span>
        <button
          type="button"
          className="finding-go"
          data-severity={finding.severity}
          onClick={() => open(finding)}
        >
          {finding.message}
        </button>{' '}
        {finding.clause && <ClauseLink id={finding.clause} />}
        <WaiveFinding finding={finding} />
      </span>
    </li>
  );
}

function HandoffState({ caseId }: { caseId: string }) {
  const state = useHandoff(caseId);
  switch (state.kind) {
    case 'draft':
      return null;
    case 'queued':
      return (
        <>
          <p className="waiting" role="status">
            Queued since {formatLocalTime(state.since)}: saved on this computer, and sent as soon as the hub
            can be reached.
          </p>
          <ExportPacket
            packetId={state.packetId}
            why="No network for long? Export the packet to a stick: a lead imports it, and one ticket comes of it."
          />
          <p>
            <Link href="/cases/import">Open a lead’s answer</Link>
          </p>
        </>
      );
    case 'in-review':
      return (
        <p className="waiting" role="status">
          In review since {formatLocalTime(state.since)}: a lead of your organisation reads it and decides.
        </p>
      );
    case 'approved':
      return (
        <p className="waiting" role="status">
          Approved. It goes to Level 3 as soon as its files are at the hub.
        </p>
      );
    case 'sent-back':
      return null;
    case 'received':
      return (
        <p className="good" role="status">
          Received by Level 3 as <strong>{state.ticket}</strong>, {formatLocalTime(state.receivedAt)}
        </p>
      );
    case 'refused':
      return (
        <div className="bad" role="status">
          <p>The hub refused the handoff: {state.message}</p>
          <ul>
            {state.findings
              .filter((finding) => finding.severity === 'blocker')
              .map((finding) => (
                <li key={finding.rule + finding.message}>{finding.message}</li>
              ))}
          </ul>
        </div>
      );
  }
}

export function HandoffPanel() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const findings = useCasePart((open) => open.findings);
  const completeness = useCasePart((open) => open.completeness);
  const panelOpen = useWorkspace((workspace) => workspace.panelOpen);
  const setPanelOpen = useWorkspace((workspace) => workspace.setPanelOpen);
  const open = useOpenPlace();
  const incoming = useWorkspace((workspace) => (workspace.incoming[record.id] ?? 0) > 0);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const editable = isEditable(record.state);

  useEffect(() => {
    let at = -1;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8') return;
      const blockers = findings.filter((finding) => finding.severity === 'blocker');
      if (blockers.length === 0) return;
      event.preventDefault();
      at = (at + (event.shiftKey ? -1 : 1) + blockers.length) % blockers.length;
      const next = blockers[at];
      if (next) open(next);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  async function send(): Promise<void> {
    setBusy(true);
    // H12: what the rules cannot know, because the originals are on this computer alone.
    const left = whyNotYet(await scanPacket(app, record.id));
    if (left !== null) {
      setBusy(false);
      return setProblem(left);
    }
    const outcome = await handOff(app, record.id);
    setBusy(false);
    setProblem(outcome.kind === 'refused' ? outcome.message : '');
  }

  if (!completeness) return null;
  const totals = parts.reduce(
    (sum, part) => ({
      done: sum.done + completeness[part].done,
      missing: sum.missing + completeness[part].missing,
      warnings: sum.warnings + completeness[part].warnings,
    }),
    {
      done: 0,
      missing: 0,
      warnings: 0,
    },
  );
  const ready = editable && !blocksReview(findings);
  const waits = findings.some((each) => each.severity === 'blocker');
  const mayHandOff = record.state === 'level2' || record.state === 'changes-requested';
  return (
    <div className="handoff-side">
      <aside className="card handoff stack" aria-label="Handoff" data-open={panelOpen}>
        <h2>Handoff</h2>
        <p className="num" data-testid="handoff-counts">
          {countWords(totals)}
        </p>
        <HandoffState caseId={record.id} />
        {problem !== '' && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
        {editable && <Link href={`/cases/${record.id}/scan`}>Scan of the packet</Link>}
        {editable && <OutlookList />}
        {ready && (
          <div className="stack">
            <p className="good">
              <Icon name="done" />{' '}
              {waits ? 'What is missing a lead may waive.' : 'Nothing blocks the handoff.'}{' '}
              {record.state === 'level1'
                ? 'Record how Level 1 ended first.'
                : record.priority === 'P1'
                  ? 'The case is frozen and signed as it is now and sent to Level 3; a lead approves within 24 hours.'
                  : 'The case is frozen and signed as it is now; a lead reviews it, then it goes to Level 3.'}
            </p>
            {incoming && <p className="waiting">A file is still coming in: the packet waits for it.</p>}
            <Button loading={busy} disabled={!mayHandOff || incoming} onClick={() => void send()}>
              Hand off to Level 3
            </Button>
          </div>
        )}
        {parts.map((part) => {
          const own = findings.filter((finding) => finding.part === part);
          return (
            <section key={part} aria-label={`Handoff: ${partWords[part]}`}>
              <h3>
                {partWords[part]} <span className="quiet num">{countWords(completeness[part])}</span>
              </h3>
              <ul className="plain-list">
                {own.slice(0, LISTED).map((finding) => (
                  <FindingLine
                    key={`${finding.rule} ${finding.where.id} ${finding.where.field} ${finding.message}`}
                    finding={finding}
                  />
                ))}
              </ul>
              {own.length > LISTED && <p className="quiet">And {own.length - LISTED} more.</p>}
            </section>
          );
        })}
      </aside>
      <div className="handoff-bar row">
        <Button variant="default" aria-expanded={panelOpen} onClick={() => setPanelOpen(!panelOpen)}>
          Handoff
        </Button>
        <span className="num">{countWords(totals)}</span>
      </div>
    </div>
  );
}
