/** Issuing to everybody who passed an exam and has no credential of it that counts: shown first, then done one by one. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import type { Candidate } from '../../../shared/certification/bulk.ts';
import { dayOf } from '../../../shared/certification/verdict.ts';
import { useKeptState } from '../../ui/kept-form.ts';
import { useNow } from '../../ui/now.ts';
import { useApp } from '../../views/hooks.tsx';
import { readCandidates } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';
import { BulkRun } from './bulk-run.tsx';
import { ROWS_OF_A_PAGE, RowsPager } from './rows-pager.tsx';

const standingWords: Readonly<Record<Candidate['standing'], string>> = {
  never: t`no credential before`,
  ended: t`the last one ended`,
  revoked: t`one was revoked`,
};

const FORM = 'issue-to-many';
const keyOf = ({ person, exam }: Candidate) => `${person.id} ${exam.id}`;

/** Rows that are chosen at first: for the others somebody has to decide. */
const chosenAtFirst = ({ standing }: Candidate) => standing === 'never';

function Rows({
  rows,
  isChosen,
  onChoose,
}: {
  rows: readonly Candidate[];
  isChosen: (row: Candidate) => boolean;
  onChoose: (rows: readonly Candidate[], chosen: boolean) => void;
}) {
  const [from, setFrom] = useState(0);
  const last = Math.min(rows.length, from + ROWS_OF_A_PAGE);
  const all = rows.every(isChosen);
  return (
    <>
      <Checkbox
        label={t`All of them`}
        checked={all}
        indeterminate={!all && rows.some(isChosen)}
        onChange={(event) => onChoose(rows, event.currentTarget.checked)}
      />
      <ul className="plain-list stack" aria-label={t`Who passed and has none`}>
        {rows.slice(from, last).map((row) => (
          <li key={keyOf(row)}>
            <Checkbox
              checked={isChosen(row)}
              label={`${row.person.name}, ${row.person.organisationName}: ${row.exam.name}`}
              description={t`Passed ${dayOf(row.passedOn, 'local')}; ${standingWords[row.standing]}`}
              onChange={(event) => onChoose([row], event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      <RowsPager from={from} total={rows.length} onFrom={setFrom} />
    </>
  );
}

export function BulkPart() {
  const app = useApp();
  const at = useNow(app.now);
  const [examId, setExamId] = useKeptState(FORM, 'exam', '');
  const [organisationId, setOrganisationId] = useKeptState(FORM, 'organisation', '');
  /** What was chosen otherwise than at first, by person and exam. */
  const [choices, setChoices] = useKeptState<Record<string, boolean>>(FORM, 'choices', {});
  const [reason, setReason] = useKeptState(FORM, 'reason', '');
  const [problem, setProblem] = useState('');
  const [run, setRun] = useState<{ chosen: readonly Candidate[]; reason: string } | null>(null);
  const found = useView(readCandidates, at);

  if (run) return <BulkRun {...run} onEnd={() => setRun(null)} />;
  if (!found) return null;
  const named = (pairs: readonly (readonly [string, string])[]) =>
    [...new Map(pairs)]
      .sort(([, a], [, b]) => a.localeCompare(b))
      .map(([value, label]) => ({ value, label }));
  const rows = found.filter(
    ({ person, exam }) =>
      (examId === '' || exam.id === examId) &&
      (organisationId === '' || person.organisationId === organisationId),
  );
  const isChosen = (row: Candidate) => choices[keyOf(row)] ?? chosenAtFirst(row);
  const chosen = rows.filter(isChosen);

  function begin(): void {
    if (reason.trim() === '') {
      setProblem(t`Write the reason: it stands in the audit trail for good.`);
      return;
    }
    setProblem('');
    setRun({ chosen, reason: reason.trim() });
    setReason('');
    setChoices({});
  }

  return (
    <section className="card stack" aria-labelledby="bulk">
      <h2 id="bulk">
        <Trans>Passed, not yet certified</Trans>
      </h2>
      <p className="quiet">
        <Trans>
          Nothing is issued until you press the button. People whose last credential ended or was revoked
          start unchecked; a suspended one is reinstated instead.
        </Trans>
      </p>
      <div className="row">
        <NativeSelect
          label={t`Exam`}
          value={examId}
          data={[
            { value: '', label: t`All` },
            ...named(found.map(({ exam }) => [exam.id, exam.name] as const)),
          ]}
          onChange={(event) => setExamId(event.currentTarget.value)}
        />
        <NativeSelect
          label={t`Organisation`}
          value={organisationId}
          data={[
            { value: '', label: t`All` },
            ...named(found.map(({ person }) => [person.organisationId, person.organisationName] as const)),
          ]}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
        />
      </div>
      {rows.length === 0 ? (
        <p className="quiet">
          <Trans>Nobody: everyone who passed has the credential.</Trans>
        </p>
      ) : (
        <>
          <Rows
            key={`${examId} ${organisationId}`}
            rows={rows}
            isChosen={isChosen}
            onChoose={(some, on) =>
              setChoices((before) => ({
                ...before,
                ...Object.fromEntries(some.map((row) => [keyOf(row), on])),
              }))
            }
          />
          <Textarea
            label={t`Reason`}
            description={t`For the audit trail, which nobody can change.`}
            value={reason}
            maxLength={300}
            error={problem || undefined}
            onChange={(event) => setReason(storable(event.currentTarget.value).replaceAll(/[\r\n]+/g, ' '))}
          />
          <div>
            <Button disabled={chosen.length === 0} onClick={begin}>
              <Trans>
                Issue <Plural value={chosen.length} one="# credential" other="# credentials" />
              </Trans>
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
