/** The log of steps already taken (P-03), Level 1's outcome, and the line on which the next is written. */

import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { cut } from '../../../../shared/base/cut.ts';
import type { StepRecord } from '../../../../shared/cases/records.ts';
import {
  currentSteps,
  type StepWithHistory,
  sourceWords,
  stepKindWords,
} from '../../../../shared/cases/steps.ts';
import { withdrawStep } from '../../../commands/steps.ts';
import { FieldFindings } from '../../../ui/saved-field.tsx';
import { capturedTime } from '../../../ui/times.ts';
import { findingsOfRow } from '../../../views/findings-of-row.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { tellCaseDone } from '../undo-history.ts';
import { Level1Outcome } from './level1-outcome.tsx';
import { StepComposer } from './step-composer.tsx';
import { isInCorrection } from './step-draft.ts';

/** Steps that are drawn at once, the newest; a log of thousands opens the earlier ones on request. */
const DRAWN = 60;

const StepLine = memo(function StepLine({
  step,
  editable,
  onCorrect,
}: {
  step: StepWithHistory;
  editable: boolean;
  onCorrect: (step: StepRecord) => void;
}) {
  const app = useApp();
  const { current, earlier } = step;
  const findings = useCasePart(useShallow((open) => findingsOfRow(open.findings, 'steps', current.id)));
  async function withdraw(): Promise<void> {
    tellCaseDone(
      current.caseId,
      t`The step was withdrawn; it stays in the history.`,
      await withdrawStep(app, current),
    );
  }
  const name = cut(current.did, 40);
  return (
    <li className="step">
      <div className="step-body">
        <div>{current.did}</div>
        <div>
          {current.showed === '' ? (
            <span className="quiet">
              <Trans>Nothing said about what it showed</Trans>
            </span>
          ) : (
            current.showed
          )}
        </div>
      </div>
      {current.ramifications !== '' && (
        <div>
          <Trans>Ramifications: {current.ramifications}</Trans>
        </div>
      )}
      <div className="step-head">
        <span className="meta num">
          <Trans>
            <strong>{stepKindWords[current.kind]}</strong>, Level {current.level},{' '}
            {current.at ? capturedTime(current.at) : t`no time`}, {current.by.name}
            {current.sources.length > 0 &&
              `, ${current.sources.map((source) => sourceWords[source]).join(', ')}`}
            {current.evidence.length > 0 &&
              t`, ${plural(current.evidence.length, { one: '# file', other: '# files' })} as evidence`}
          </Trans>
        </span>
        {editable && (
          <span className="step-acts">
            <Button
              variant="subtle"
              size="compact-xs"
              id={placeId({ table: 'steps', id: current.id, field: null })}
              onClick={() => onCorrect(current)}
              aria-label={t`Correct the step ${name}`}
            >
              <Trans>Correct</Trans>
            </Button>
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => void withdraw()}
              aria-label={t`Withdraw the step ${name}`}
            >
              <Trans>Withdraw</Trans>
            </Button>
          </span>
        )}
      </div>
      <FieldFindings id={`step-findings-${current.id}`} findings={findings} />
      {earlier.length > 0 && (
        <details>
          <summary>
            <Plural value={earlier.length} one="Corrected once" other="Corrected # times" />
          </summary>
          {earlier.map((before) => (
            <div key={before.id} className="step-body quiet">
              <div>{before.withdrawn ? t`(withdrawn) ${before.did}` : before.did}</div>
              <div>{before.showed}</div>
            </div>
          ))}
        </details>
      )}
    </li>
  );
});

export function StepsSection() {
  const rows = useCasePart((open) => contentsOf(open).steps);
  const steps = useMemo(() => currentSteps(rows), [rows]);
  const editable = useEditable();
  const [drawn, setDrawn] = useState(DRAWN);
  const [correcting, setCorrecting] = useState<StepRecord | null>(
    () => steps.find(({ current }) => isInCorrection(current.id))?.current ?? null,
  );
  return (
    <Section id="steps" title={t`Steps`}>
      <div className="stack">
        {steps.length > drawn && (
          <div>
            <Button variant="default" onClick={() => setDrawn(drawn + 500)}>
              <Trans>Show earlier steps ({steps.length - drawn} more)</Trans>
            </Button>
          </div>
        )}
        {steps.length === 0 ? (
          <p className="quiet">
            <Trans>No step is written down yet. Write each as you take it.</Trans>
          </p>
        ) : (
          <ol className="plain-list">
            {steps.slice(-drawn).map((step) => (
              <StepLine key={step.current.id} step={step} editable={editable} onCorrect={setCorrecting} />
            ))}
          </ol>
        )}
        {editable &&
          (correcting ? (
            <StepComposer key={correcting.id} correcting={correcting} onDone={() => setCorrecting(null)} />
          ) : (
            <StepComposer correcting={null} onDone={() => undefined} />
          ))}
        <Level1Outcome />
      </div>
    </Section>
  );
}
