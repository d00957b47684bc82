/** At the right, always in the window: what is there to do about the handoff, the next three things first. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { memo, useEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { outlineParts } from '../../../../shared/cases/outline-parts.ts';
import { blocksReview, hasBlockers } from '../../../../shared/handoff/evaluate.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { isDue } from '../../../../shared/handoff/stage.ts';
import { caseLock } from '../../../../shared/sync/access.ts';
import { Key } from '../../../ui/key.tsx';
import panes from '../../../ui/panes.module.css';
import { type CountedPart, PartsBar } from '../../../ui/ring.tsx';
import { contentsOf, useCaseNow, useCasePart, useEditable, useIdentity } from '../../../views/hooks.tsx';
import styles from '../case.module.css';
import { CaseClocks } from '../case-clocks.tsx';
import { rememberChecked } from '../case-memory.ts';
import { placeId } from '../places.ts';
import { useWorkspace } from '../workspace-state.ts';
import { CaseReview } from './case-review.tsx';
import { HANDOFF_FOLD, HANDOFF_HEADING } from './handoff-focus.ts';
import { HandoffState } from './handoff-state.tsx';
import { nextQuestion } from './next-question.ts';
import { OutlookList } from './outlook-list.tsx';
import { Question, type QuestionParts, QuestionsByPart } from './question-list.tsx';
import {
  lookWords,
  type Questions,
  questionsOf,
  useMarkOf,
  useOpenPlace,
  useQuestionCounts,
  useQuestions,
} from './questions.ts';
import { useUnansweredWords } from './unanswered-changes.tsx';
import { UnsavedTexts } from './unsaved-texts.tsx';
import { useSending } from './use-sending.ts';

const NEXT = 3;

/** The parts of the form as a bar, and all of them together. */
function useCounted(): { parts: readonly CountedPart[]; answered: number; asked: number } | null {
  const progress = useCasePart((open) => open.progress);
  return useMemo(() => {
    if (progress === null) return null;
    const parts = outlineParts.map((id) => {
      const { answered, open } = progress[id];
      return { id, done: answered, of: answered + open };
    });
    const sum = (of: (part: CountedPart) => number) => parts.reduce((all, part) => all + of(part), 0);
    return { parts, answered: sum(({ done }) => done), asked: sum(({ of }) => of) };
  }, [progress]);
}

/** `8 now, 10 later, 3 to look at`: what is not nothing. */
function stillWords({ now, later, warnings }: ReturnType<typeof useQuestionCounts>): string {
  return [[now, t`now`] as const, [later, t`later`] as const, [warnings, t`to look at`] as const]
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}

/** What a key asks of the form's questions; null for any other key. */
function actOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): 'next' | 'check' | 'send' | null {
  if (key === 'F8') return 'next';
  if (key.toLowerCase() === 'c' && ctrlKey && shiftKey) return 'check';
  return key === 'Enter' && shiftKey && (ctrlKey || metaKey) ? 'send' : null;
}

/**
 * F8 goes down the form from where the person is, through what is due now and then what is later, and Shift F8 up; Ctrl Shift C asks for all that is missing, Ctrl Shift Enter hands off.
 * Where the case is only read they are nothing.
 * @param send null where there is nothing to hand off, or it is under way
 */
function useQuestionKeys(
  open: (finding: Finding) => void,
  check: () => void,
  send: (() => void) | null,
): void {
  const caseNow = useCaseNow();
  const identity = useIdentity();
  const last = useRef<Finding | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (!act || !identity) return;
      // As the case is at this key, whatever of it is drawn yet: what was just answered is not asked again.
      const contents = contentsOf(caseNow());
      if (caseLock(identity, contents.case.state) !== null) return;
      if (act === 'check') {
        event.preventDefault();
        return check();
      }
      if (act === 'send') {
        event.preventDefault();
        // As by a click: what stands in a field is saved first.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        if (!event.repeat) send?.();
        return;
      }
      const { now, later } = questionsOf(caseNow());
      const isHere = ({ where }: Finding) => placeId(where) === document.activeElement?.id;
      // One place can be asked about now and later: then it is the one that was gone to.
      const from =
        last.current !== null && isHere(last.current) ? last.current : [...now, ...later].find(isHere);
      const at = from ?? last.current;
      const next = nextQuestion(
        contents,
        [now, later],
        at && { where: at.where, group: isDue(at.rule, contents.case.state) ? 0 : 1 },
        event.shiftKey,
      );
      if (!next) return;
      event.preventDefault();
      last.current = next;
      open(next);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

const Asked = memo(function Asked({ questions, ...own }: QuestionParts & { questions: Questions }) {
  const { now, later, look } = questions;
  const next = (now.length > 0 ? now : later).slice(0, NEXT);
  return (
    <>
      {next.length > 0 && (
        <section className={panes.block} aria-label={t`Next`}>
          <h3 className={styles.title}>
            <Trans>Next</Trans>
          </h3>
          <ol className="plain-list">
            {next.map((finding, at) => (
              <li key={`${finding.rule} ${finding.where.id} ${finding.where.field} ${finding.message}`}>
                <Question finding={finding} number={at + 1} {...own} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {now.length > 0 && (
        <section className={panes.block} aria-label={t`Now`}>
          <h3 className={styles.title}>
            <Trans>
              Now <span className="count">{now.length}</span>
            </Trans>
          </h3>
          <QuestionsByPart questions={now} {...own} />
        </section>
      )}
      {later.length > 0 && (
        <section className={panes.block} aria-label={t`Later`}>
          <h3 className={styles.title}>
            <Trans>
              Later, before the handoff <span className="count">{later.length}</span>
            </Trans>
          </h3>
          <QuestionsByPart questions={later} {...own} />
        </section>
      )}
      {look.length > 0 && (
        <section className={panes.block} aria-label={t`To look at`}>
          <h3 className={styles.title}>
            <Trans>
              To look at <span className="count">{lookWords(look, '')}</span>
            </Trans>
          </h3>
          <QuestionsByPart questions={look} unfolded={now.length === 0} {...own} />
        </section>
      )}
    </>
  );
});

/** Why the button does what it does, or does nothing yet. */
function useHandoffWords(): {
  may: boolean;
  /** Whether what is typed in a field might bring it on its way; not where something has to be done first. */
  hangsOnAnswers: boolean;
  words: string;
} {
  const record = useCasePart((open) => contentsOf(open).case);
  const blocked = useCasePart((open) => blocksReview(open.findings));
  const waits = useCasePart((open) => hasBlockers(open.findings));
  const incoming = useWorkspace((workspace) => (workspace.incoming[record.id] ?? 0) > 0);
  const answered = { may: false, hangsOnAnswers: true };
  const undone = { may: false, hangsOnAnswers: false };
  if (blocked) return { ...answered, words: t`It can go once all of it is answered.` };
  if (record.state === 'level1') return { ...undone, words: t`First say how Level 1 ended.` };
  if (incoming) return { ...undone, words: t`A file is still coming in: the packet waits for it.` };
  const whatFollows =
    record.priority === 'P1'
      ? t`The case is frozen and signed as it is now and sent to Level 3; a lead approves within 24 hours.`
      : t`The case is frozen and signed as it is now; a lead reviews it, then it goes to Level 3.`;
  return {
    may: true,
    hangsOnAnswers: true,
    words: `${waits ? t`A lead may waive what is missing. ` : ''}${whatFollows}`,
  };
}

export function HandoffPanel() {
  const record = useCasePart((open) => contentsOf(open).case);
  const counted = useCounted();
  const questions = useQuestions();
  const counts = useQuestionCounts();
  const markOf = useMarkOf(record.id);
  const panelOpen = useWorkspace((workspace) => workspace.panelOpen);
  const setPanelOpen = useWorkspace((workspace) => workspace.setPanelOpen);
  const open = useOpenPlace();
  const { may, hangsOnAnswers, words } = useHandoffWords();
  const unanswered = useUnansweredWords(record.id);
  const { busy, problem, send, hold } = useSending(record.id, unanswered !== '');
  const editable = useEditable();
  const check = () => rememberChecked(record.id);

  // By key as by button, and what stands in a field unsaved is part of what is asked: what is drawn may be a moment behind.
  const sendByKey = () => void (hangsOnAnswers ? send() : hold(words));
  useQuestionKeys(open, check, editable && !busy ? sendByKey : null);
  if (!counted) return null;
  const { parts, answered, asked } = counted;
  const button = (
    <Button
      loading={busy}
      disabled={!may}
      onClick={() => void send()}
      aria-keyshortcuts="Control+Shift+Enter"
    >
      <Trans>Hand off to Level 3</Trans>
    </Button>
  );
  return (
    <>
      <aside className={styles.panel} aria-label={t`Handoff`} data-open={panelOpen}>
        <div className={panes.scroll}>
          <div className={panes.block}>
            <h2 id={HANDOFF_HEADING} tabIndex={-1} className={styles.title}>
              <Trans>
                Handoff
                {editable && asked > answered && (
                  <span className={`${styles.end} meta`}>
                    <Trans>
                      <Key>F8</Key> next
                    </Trans>
                  </span>
                )}
              </Trans>
            </h2>
            {editable && (
              <>
                <PartsBar parts={parts} />
                <div className={styles.counted}>
                  <p className={styles.counts} data-testid="handoff-counts">
                    <span>
                      <Trans>
                        <b>
                          {answered} of {asked}
                        </b>{' '}
                        answered
                      </Trans>
                    </span>{' '}
                    <span>{stillWords(counts)}</span>
                  </p>
                  {counts.now > 0 && (
                    <Button
                      variant="default"
                      size="compact-xs"
                      onClick={check}
                      aria-keyshortcuts="Control+Shift+C"
                    >
                      <Trans>Check all</Trans>
                    </Button>
                  )}
                </div>
              </>
            )}
            <div className="stack">
              <HandoffState caseId={record.id} />
            </div>
          </div>
          <CaseReview />
          {editable && (
            <>
              <Asked questions={questions} state={record.state} markOf={markOf} onGo={open} />
              <OutlookList />
            </>
          )}
          <CaseClocks />
        </div>
        {editable && (
          <div className={styles.foot}>
            {problem !== '' && (
              <p className="bad" role="alert">
                {problem}
              </p>
            )}
            <UnsavedTexts caseId={record.id} />
            {unanswered !== '' && (
              <p className="waiting" role="status">
                {unanswered}
              </p>
            )}
            {button}
            <p>
              {words}{' '}
              <Link href={`/cases/${record.id}/scan`}>
                <Trans>Scan of the packet</Trans>
              </Link>
            </p>
          </div>
        )}
      </aside>
      <div className={styles.folded} data-testid="handoff-bar">
        <Button
          id={HANDOFF_FOLD}
          variant="default"
          aria-expanded={panelOpen}
          onClick={() => setPanelOpen(!panelOpen)}
        >
          {panelOpen ? t`Close` : t`Handoff`}
        </Button>
        {editable && (
          <>
            <span className="num">
              <Trans>
                {answered} of {asked}
              </Trans>
            </span>
            <span className={styles.grow}>
              <PartsBar parts={parts} />
            </span>
            {button}
          </>
        )}
      </div>
    </>
  );
}
