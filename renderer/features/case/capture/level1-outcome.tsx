/** How Level 1 ended: the way to Level 2, or the end of the case. What is missing of Level 1 is said before it is left. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { samePlace } from '../../../../shared/base/place.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { endLevel1 } from '../../../commands/cases.ts';
import { missingNow } from '../../../commands/handoff.ts';
import { outcomeWords } from '../../../store/outcome.ts';
import { focusOnceDrawn } from '../../../ui/focus-drawn.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { FieldFindings } from '../../../ui/saved-field.tsx';
import { capturedTime } from '../../../ui/times.ts';
import { saveHeld } from '../../../ui/unsaved.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { tellCaseDone } from '../undo-history.ts';
import { CaseField, useFindingsAt } from './case-field.tsx';
import { NEW_STEP } from './step-composer.tsx';

/** Of what is missing, so much is named; the panel has all of it. */
const NAMED = 6;

/** The heading under which the next step is written, on screen. */
function newStepHeading(): HTMLElement | null {
  const heading = document.getElementById(NEW_STEP);
  heading?.scrollIntoView({ block: 'nearest' });
  return heading;
}

function Missing({ findings }: { findings: readonly Finding[] }) {
  return (
    <div className="waiting" role="alert">
      <p>
        <Trans>Still missing at Level 1; the handoff will ask for it:</Trans>
      </p>
      <ul>
        {findings.slice(0, NAMED).map(({ rule, where, message }) => (
          <li key={`${rule} ${where.id} ${where.field} ${message}`}>{message}</li>
        ))}
      </ul>
      {findings.length > NAMED && (
        <p>
          <Trans>And {findings.length - NAMED} more.</Trans>
        </p>
      )}
    </div>
  );
}

export function Level1Outcome() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const findings = useFindingsAt('cases', record.id, 'level1Outcome');
  const editable = useEditable();
  const open = record.state === 'level1' && editable;
  const [told, setTold] = useState('');
  /** What was missing when the button was pressed the first time; none before that. */
  const [said, setSaid] = useState<readonly Finding[]>([]);
  const now = useCasePart((opened) => opened.findings);
  const missing = said.filter(({ rule, where }) =>
    now.some((each) => each.rule === rule && samePlace(each.where, where)),
  );

  const goOn = useOneAtATime(async () => {
    // What stands in a field is an answer too.
    await saveHeld();
    if (missing.length === 0) {
      // What this button itself answers is not missing.
      const due = (await missingNow(app, record.id)).filter(({ where }) => where.field !== 'level1Outcome');
      if (due.length > 0) return setSaid(due);
    }
    const { result, undo } = await endLevel1(app, record, 'not-solved');
    if (result.kind === 'saved') {
      setSaid([]);
      focusOnceDrawn(newStepHeading);
    }
    tellCaseDone(record.id, t`Level 1 has ended without success: the case is at Level 2.`, { result, undo });
  });

  return (
    <div className="stack">
      <CaseField
        field="level1EndedAt"
        description={open ? t`Empty: the moment at which you say how it ended.` : undefined}
      />
      <CaseField field="level1Summary" />
      {record.level2EndedAt && <CaseField field="level2EndedAt" />}
      {open && missing.length > 0 && <Missing findings={missing} />}
      <div className="row">
        {record.level1Outcome && record.level1EndedAt && (
          <span>
            <Trans>
              Level 1 {record.level1Outcome === 'solved' ? t`solved it` : t`did not solve it`},{' '}
              {capturedTime(record.level1EndedAt)}
            </Trans>
          </span>
        )}
        {open && (
          <>
            <Button
              id={placeId({ table: 'cases', id: record.id, field: 'level1Outcome' })}
              variant="default"
              onClick={goOn}
            >
              {missing.length > 0 ? t`Not solved: go to Level 2 all the same` : t`Not solved: go to Level 2`}
            </Button>
            <Button
              variant="default"
              onClick={() =>
                void endLevel1(app, record, 'solved').then(({ result }) => setTold(outcomeWords(result)))
              }
            >
              <Trans>Solved: close the case</Trans>
            </Button>
          </>
        )}
      </div>
      <p role="status">{told}</p>
      <FieldFindings id="level1-findings" findings={findings} />
    </div>
  );
}
