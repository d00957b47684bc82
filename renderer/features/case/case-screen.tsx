/** The case workspace. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { isEditable, stateWords } from '../../../shared/cases/states.ts';
import { findClause, priorityClauses } from '../../../shared/policy/clauses.ts';
import { exportCase } from '../../commands/cases.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { saveTextFile } from '../../ui/save-file.ts';
import {
  CaseProvider,
  contentsOf,
  useApp,
  useCasePart,
  useHandoff,
  useOpenCase,
} from '../../views/hooks.tsx';
import { AttachmentsSection } from './capture/attachments-section.tsx';
import { CaseField } from './capture/case-field.tsx';
import { CaseTemplates } from './capture/case-templates.tsx';
import { ConfigurationSection } from './capture/configuration-section.tsx';
import { ProblemSection } from './capture/problem-section.tsx';
import { RevisionsSection } from './capture/revisions-section.tsx';
import { StepsSection } from './capture/steps-section.tsx';
import { SystemsSection } from './capture/systems-section.tsx';
import { CaseClocks } from './case-clocks.tsx';
import { CaseConflicts } from './case-conflicts.tsx';
import { CaseEndSection } from './case-end.tsx';
import { EntitlementSection } from './entitlement/entitlement-section.tsx';
import { PapersSection } from './entitlement/people-section.tsx';
import { ScopeSection } from './entitlement/scope-section.tsx';
import { CaseReview } from './handoff/case-review.tsx';
import { HandoffPanel } from './handoff/handoff-panel.tsx';
import { Level3Section } from './handoff/level3-section.tsx';
import { HistorySection } from './history-section.tsx';

const sections = [
  ['problem', 'Problem'],
  ['systems', 'Systems'],
  ['configuration', 'Configuration'],
  ['revisions', 'Revision levels'],
  ['steps', 'Steps'],
  ['attachments', 'Attachments'],
  ['scope', 'Scope'],
  ['entitlement', 'Entitlement and papers'],
  ['papers', 'People and access'],
  ['level3', 'Level 3'],
  ['end', 'End'],
  ['history', 'History'],
] as const;

function StateWords() {
  const record = useCasePart((open) => contentsOf(open).case);
  const handoff = useHandoff(record.id);
  if (handoff.kind === 'queued') return <>Queued: waits for the hub</>;
  if (handoff.kind === 'received') return <>Received by Level 3 as {handoff.ticket}</>;
  if (handoff.kind === 'in-review') return <>In review: waits for a lead</>;
  if (handoff.kind === 'approved') return <>Approved: waits for its files</>;
  if (handoff.kind === 'sent-back' && handoff.review.kind === 'rejected')
    return <>Rejected by {handoff.review.by.name}</>;
  return <>{stateWords[record.state]}</>;
}

function Header() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const number = caseNumber(record.id);
  const clause = record.priority ? priorityClauses[record.priority] : null;
  useEffect(() => {
    document.title = `${number} ${record.title} - Partner Console`;
  }, [number, record.title]);
  return (
    <header className="card stack">
      <div className="row">
        <h1>
          <span className="mono">{number}</span> {record.title || 'Case without a title'}
        </h1>
        <span data-testid="case-state">
          <StateWords />
        </span>
        {clause && (
          <span title={findClause(clause)?.text}>
            {record.priority} <ClauseLink id={clause} />
          </span>
        )}
        <Button
          variant="default"
          onClick={() =>
            void exportCase(app, record.id).then((text) => saveTextFile(`${number}.case.json`, text))
          }
        >
          Export to a file
        </Button>
      </div>
      <CaseClocks />
      <CaseConflicts caseId={record.id} />
      {!isEditable(record.state) && (
        <p className="quiet">
          What was handed off is frozen, so that you and Level 3 read the same. It can be changed again only
          when a lead, the hub or Level 3 gives it back.
        </p>
      )}
      <div className="fields">
        <CaseField field="title" />
        <CaseField field="customer" />
        <CaseField field="site" />
      </div>
    </header>
  );
}

function Workspace() {
  return (
    <div className="workspace">
      <div className="sections">
        <Header />
        <nav className="section-nav" aria-label="Sections of the case">
          {sections.map(([id, name]) => (
            <a
              key={id}
              href={`#section-${id}`}
              onClick={(event) => {
                event.preventDefault();
                const heading = document.getElementById(`section-${id}`);
                heading?.scrollIntoView({ block: 'start' });
                heading?.focus({ preventScroll: true });
              }}
            >
              {name}
            </a>
          ))}
        </nav>
        <CaseReview />
        <ProblemSection />
        <SystemsSection />
        <ConfigurationSection />
        <RevisionsSection />
        <StepsSection />
        <AttachmentsSection />
        <ScopeSection />
        <EntitlementSection />
        <PapersSection />
        <Level3Section />
        <CaseEndSection />
        <HistorySection />
        <CaseTemplates />
      </div>
      <HandoffPanel />
    </div>
  );
}

function Loaded() {
  const there = useCasePart((open) =>
    open.contents === 'loading' ? 'loading' : open.contents === null ? 'gone' : 'here',
  );
  if (there === 'loading') return <p className="empty">Opening the case…</p>;
  if (there === 'gone') {
    return (
      <p className="card empty">
        This case is not on this computer. It may not have been received yet.{' '}
        <Link href="/cases">See all cases</Link>
      </p>
    );
  }
  return <Workspace />;
}

export function CaseScreen({ caseId }: { caseId: string }) {
  const store = useOpenCase(caseId);
  if (!store) return null;
  return (
    <CaseProvider store={store}>
      <Loaded />
    </CaseProvider>
  );
}
