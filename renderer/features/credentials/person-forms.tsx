/** The forms of one person: a result, a credential, a one-time code. */
import { plural, t } from '@lingui/core/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import { notPassed } from '../../../shared/certification/pass-mark.ts';
import type { CertificationResult, ExamRecord, PersonRecord } from '../../../shared/certification/schema.ts';
import { dateFault } from '../../../shared/policy/dates.ts';
import { useKeptState } from '../../ui/kept-form.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { DayField } from '../../ui/typed-field.tsx';
import { useApp } from '../../views/hooks.tsx';
import { ActForm, type Built } from './act-form.tsx';

interface FormProps {
  /** Under which what is typed is kept. */
  form: string;
  person: PersonRecord;
  onDone: (told: string) => void;
  onCancel: () => void;
}

/** What became of the one result that was sent, in words. */
function resultWords(result: CertificationResult): string {
  const fate = result.kind === 'results' ? result.fates[0] : 'recorded';
  switch (fate) {
    case 'already-recorded':
      return t`The hub has this result already. Nothing was added.`;
    case 'unknown-person':
      return t`The hub does not know this person. Nothing was recorded.`;
    case 'unknown-exam':
      return t`The hub does not know this exam. Nothing was recorded.`;
    case 'not-passed':
      return t`The score does not reach the exam’s pass mark, or says that it was not passed. Nothing was recorded.`;
    case 'in-the-future':
      return t`The day lies in the future. Nothing was recorded.`;
    default:
      return t`The result is recorded.`;
  }
}

export function ResultForm({
  form,
  person,
  exams,
  onDone,
  onCancel,
}: FormProps & { exams: readonly ExamRecord[] }) {
  const app = useApp();
  const [id] = useState(() => app.newId());
  const [examId, setExamId] = useKeptState(form, 'exam', exams.length === 1 ? (exams[0]?.id ?? '') : '');
  const [passedOn, setPassedOn] = useKeptState(form, 'passedOn', '');
  const [score, setScore] = useKeptState(form, 'score', '');
  function build(): Built {
    const faults: string[] = [];
    if (examId === '') faults.push(t`Choose the exam.`);
    const fault = passedOn === '' ? t`Say on which day the exam was passed.` : dateFault(passedOn);
    if (fault) faults.push(fault);
    const short = notPassed(score, exams.find(({ id: each }) => each === examId)?.passMark);
    if (short !== null) faults.push(short);
    if (faults.length > 0) return faults;
    return {
      action: 'record-results',
      results: [{ id, personId: person.id, examId, passedOn, score: score.trim() }],
    };
  }
  return (
    <ActForm
      form={form}
      title={t`Record a result: ${person.name}`}
      says={t`Only exams that were passed are recorded.`}
      button={t`Record the result`}
      build={build}
      onDone={(result) => onDone(resultWords(result))}
      onCancel={onCancel}
    >
      <NativeSelect
        label={t`Exam`}
        value={examId}
        data={[
          { value: '', label: t`Choose` },
          ...exams.map(({ id: value, name }) => ({ value, label: name })),
        ]}
        onChange={(event) => setExamId(event.currentTarget.value)}
      />
      <DayField label={t`Passed on`} value={passedOn} onChange={setPassedOn} />
      <TextInput
        label={t`Score, as the exam writes it`}
        value={score}
        maxLength={40}
        onChange={(event) => setScore(storable(event.currentTarget.value))}
      />
    </ActForm>
  );
}

export function IssueForm({ form, person, exam, onDone, onCancel }: FormProps & { exam: ExamRecord }) {
  const app = useApp();
  const [credentialId] = useState(() => app.newId());
  return (
    <ActForm
      form={form}
      title={t`Issue: ${exam.name}`}
      says={t`To ${person.name}, from now, for ${plural(exam.validMonths, { one: '# month', other: '# months' })}.`}
      button={t`Issue the credential`}
      build={() => ({
        action: 'issue',
        credentialId,
        personId: person.id,
        examId: exam.id,
        validFrom: null,
      })}
      onDone={() => onDone(t`Issued. The credential reaches its holder with their next sync.`)}
      onCancel={onCancel}
    />
  );
}

/** @param onCode the code, which nobody sees again */
export function CodeForm({
  form,
  person,
  onCode,
  onDone,
  onCancel,
}: FormProps & { onCode: (code: { code: string; until: string }) => void }) {
  return (
    <ActForm
      form={form}
      title={t`One-time code for ${person.name}`}
      says={t`With it they enrol one computer. It works once, for an hour.`}
      button={t`Make the code`}
      build={() => ({ action: 'make-code', personId: person.id })}
      onDone={(result) => {
        if (result.kind === 'code' && result.code !== null) {
          onCode({ code: result.code, until: formatLocalTime(result.expiresAt) });
          onDone(t`The code was made. It is shown below, once.`);
        } else onDone(t`The hub made the code, but its answer did not arrive. Make another.`);
      }}
      onCancel={onCancel}
    />
  );
}
