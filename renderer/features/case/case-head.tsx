/** The strip of a case that stays: where it stands on its way, how urgent it is, whose it is, and its clocks. */
import { t } from '@lingui/core/macro';
import { findClause, priorityClauses } from '../../../shared/policy/clauses.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { ClockStrip } from '../../ui/clock-strip.tsx';
import panes from '../../ui/panes.module.css';
import { Priority } from '../../ui/priority.tsx';
import { Way } from '../../ui/way.tsx';
import { contentsOf, useCasePart, useEditable } from '../../views/hooks.tsx';
import styles from './case.module.css';
import { useCaseClocks } from './case-clocks.tsx';
import { wayOf } from './case-way.ts';
import { StateWords } from './handoff/handoff-words.tsx';

export function CaseSubhead() {
  const record = useCasePart((open) => contentsOf(open).case);
  const editable = useEditable();
  const { clocks, now, ticket } = useCaseClocks();
  const approval = ticket?.approval ?? null;
  const clause = record.priority ? priorityClauses[record.priority] : null;
  const whose = [record.customer, record.site].filter((each) => each.trim() !== '').join(', ');
  const solvedAt =
    record.state !== 'closed' ? null : record.level1Outcome === 'solved' ? 1 : isTaken(clocks) ? null : 2;
  return (
    <div className={panes.strip}>
      <Way label={t`Where the case stands`} steps={wayOf(record.state, solvedAt, { approval, now })} />
      {clause && record.priority && (
        <span title={findClause(clause)?.text} className="row">
          <Priority priority={record.priority} /> <ClauseLink id={clause} />
        </span>
      )}
      <bdi className={`${styles.customer} cut`} title={whose}>
        {whose}
      </bdi>
      <span data-testid="case-state" className={styles.state} data-editable={editable}>
        <StateWords />
      </span>
      {clocks.length > 0 && (
        <span className={panes.bars}>
          <ClockStrip clocks={clocks} now={now} />
        </span>
      )}
    </div>
  );
}

/** Whether Level 3 ever took it in: only then has it a clock of IPcelerate's. */
function isTaken(clocks: readonly { promise: string }[]): boolean {
  return clocks.some(({ promise }) => promise === 'ipcelerate');
}
