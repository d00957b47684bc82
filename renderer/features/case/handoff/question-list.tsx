/** Questions that are still open, by the part of the form on which they stand, folded. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { type OutlinePart, outlineParts } from '../../../../shared/cases/outline-parts.ts';
import type { CaseState } from '../../../../shared/cases/states.ts';
import { outlinePartOf } from '../../../../shared/handoff/outline.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { FindingRow } from '../../../ui/finding-row.tsx';
import { Mark, type MarkKind } from '../../../ui/mark.tsx';
import { Ring } from '../../../ui/ring.tsx';
import { useCasePart } from '../../../views/hooks.tsx';
import styles from '../case.module.css';
import { partNames } from '../outline.tsx';
import { lookWords } from './questions.ts';
import { WaiveFinding } from './waive-finding.tsx';

/** Findings of one part that are listed; a case with more has other worries first. */
const LISTED = 60;

export interface QuestionParts {
  state: CaseState;
  markOf: (finding: Finding, state: CaseState) => MarkKind;
  onGo: (finding: Finding) => void;
}

const keyOf = ({ rule, where, message }: Finding) => `${rule} ${where.id} ${where.field} ${message}`;

/** One question: where it leads, the clause that asks, and what a lead may do about it. */
export function Question({
  finding,
  number,
  state,
  markOf,
  onGo,
}: QuestionParts & { finding: Finding; number?: number }) {
  return (
    <>
      <FindingRow
        mark={markOf(finding, state)}
        {...(number !== undefined && { number })}
        why={number === undefined ? undefined : partNames[outlinePartOf(finding.where)]}
        clause={finding.clause ? <ClauseLink id={finding.clause} /> : undefined}
        onGo={() => onGo(finding)}
      >
        {finding.message}
      </FindingRow>
      {number === undefined && <WaiveFinding finding={finding} />}
    </>
  );
}

function PartQuestions({
  part,
  questions,
  unfolded,
  ...own
}: QuestionParts & { part: OutlinePart; questions: readonly Finding[]; unfolded: boolean }) {
  const progress = useCasePart((open) => open.progress?.[part]);
  const [open, setOpen] = useState(unfolded);
  if (questions.length === 0) return null;
  // What nobody has to answer is not open, and no share of what is answered.
  const blocks = questions.some(({ severity }) => severity === 'blocker');
  return (
    <details className={styles.part} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {blocks ? (
          <Ring
            done={progress?.answered ?? 0}
            of={(progress?.answered ?? 0) + (progress?.open ?? questions.length)}
          />
        ) : (
          <Mark kind={questions.some(({ severity }) => severity === 'warning') ? 'look' : 'note'} silent />
        )}
        <span>{partNames[part]}</span>
        <span>{blocks ? t`${questions.length} open` : lookWords(questions)}</span>
      </summary>
      {/* What is folded is not drawn: a case of hundreds of systems has as many questions, at each key. */}
      {open && (
        <>
          <ul className={styles.under}>
            {questions.slice(0, LISTED).map((finding) => (
              <li key={keyOf(finding)}>
                <Question finding={finding} {...own} />
              </li>
            ))}
          </ul>
          {questions.length > LISTED && (
            <p className="quiet">
              <Trans>And {questions.length - LISTED} more.</Trans>
            </p>
          )}
        </>
      )}
    </details>
  );
}

/**
 * @param questions in the order of the form
 * @param unfolded at first; the person folds them as they like
 */
export function QuestionsByPart({
  questions,
  unfolded = false,
  ...own
}: QuestionParts & { questions: readonly Finding[]; unfolded?: boolean }) {
  return outlineParts.map((part) => (
    <PartQuestions
      // What is folded by a change of what is due is folded anew.
      key={`${part} ${unfolded}`}
      part={part}
      unfolded={unfolded}
      questions={questions.filter(({ where }) => outlinePartOf(where) === part)}
      {...own}
    />
  ));
}
