/** Exams, and what passing each certifies: products of the catalogue and levels. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import { type SupportLevel, supportLevel } from '../../../shared/certification/credential.ts';
import { DEFAULT_VALID_MONTHS, type ExamRecord } from '../../../shared/certification/schema.ts';
import type { ProductRecord } from '../../../shared/policy/products.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { readProducts } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { readExams } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';
import { ActForm, type Built, WithPanel } from './act-form.tsx';
import { useProductNames } from './holder-screen.tsx';

const PLACE = 'exam';
const LEVELS = [1, 2] as const satisfies readonly SupportLevel[];
const MOST_MONTHS = 120;
const MOST_MARK = 100_000;

function ExamForm({
  exam,
  products,
  onDone,
  onCancel,
}: {
  /** What is changed; null for a new one. */
  exam: ExamRecord | null;
  products: readonly ProductRecord[];
  onDone: (told: string) => void;
  onCancel: () => void;
}) {
  const app = useApp();
  const [id] = useState(() => exam?.id ?? app.newId());
  const form = formId(PLACE, exam?.id ?? '');
  const [name, setName] = useKeptState(form, 'name', exam?.name ?? '');
  const [description, setDescription] = useKeptState(form, 'description', exam?.description ?? '');
  const [criteria, setCriteria] = useKeptState(form, 'criteria', exam?.criteria ?? '');
  const [months, setMonths] = useKeptState(form, 'months', String(exam?.validMonths ?? DEFAULT_VALID_MONTHS));
  const [passMark, setPassMark] = useKeptState(form, 'passMark', String(exam?.passMark ?? ''));
  const [active, setActive] = useKeptState(form, 'active', exam?.active ?? true);
  const [covered, setCovered] = useKeptState<[product: string, levels: readonly SupportLevel[]][]>(
    form,
    'coverage',
    () => exam?.coverage.map(({ product, levels }) => [product, levels]) ?? [],
  );
  const levelsOf = new Map(covered);
  function build(): Built {
    const coverage = covered
      .filter(([, levels]) => levels.length > 0)
      .map(([product, levels]) => ({ product, levels: [...levels] }));
    const faults: string[] = [];
    if (name.trim() === '') faults.push(t`Write the exam’s name.`);
    if (coverage.length === 0) faults.push(t`Choose at least one product and level.`);
    const validMonths = Number(months);
    if (months === '' || !Number.isInteger(validMonths) || validMonths < 1 || validMonths > MOST_MONTHS)
      faults.push(t`A credential lasts 1 to ${MOST_MONTHS} months.`);
    const mark = Number(passMark);
    if (passMark !== '' && (!Number.isFinite(mark) || mark < 0 || mark > MOST_MARK))
      faults.push(t`A pass mark is a number from 0 to ${MOST_MARK.toLocaleString('en')}.`);
    if (faults.length > 0) return faults;
    return {
      action: 'save-exam',
      exam: {
        id,
        name: name.trim(),
        description,
        criteria,
        coverage,
        validMonths,
        ...(passMark === '' ? {} : { passMark: mark }),
        active,
      },
    };
  }
  const rows = [
    ...products.map(({ id: product, name: label }) => ({ product, label })),
    // What is not in the catalogue any more stays as it is.
    ...[...levelsOf.keys()]
      .filter((product) => !products.some((each) => each.id === product))
      .map((product) => ({ product, label: product })),
  ];
  return (
    <ActForm
      form={form}
      title={exam ? t`Change the exam: ${exam.name}` : t`New exam`}
      says={exam ? t`What was issued stays as it was.` : undefined}
      button={t`Save the exam`}
      build={build}
      onDone={() => onDone(t`The exam is saved at the hub.`)}
      onCancel={onCancel}
    >
      <TextInput
        label={t`Name of the exam`}
        value={name}
        maxLength={300}
        onChange={(event) => setName(storable(event.currentTarget.value))}
      />
      <Textarea
        label={t`What it certifies, in words`}
        value={description}
        maxLength={2_000}
        onChange={(event) => setDescription(storable(event.currentTarget.value))}
      />
      <Textarea
        label={t`What one has to do to pass`}
        value={criteria}
        maxLength={2_000}
        onChange={(event) => setCriteria(storable(event.currentTarget.value))}
      />
      <NumberInput
        label={t`Months that a credential lasts`}
        value={months}
        min={1}
        max={MOST_MONTHS}
        allowDecimal={false}
        hideControls
        onChange={(next) => setMonths(String(next))}
      />
      <NumberInput
        label={t`Pass mark`}
        description={t`The lowest score with which it is passed. Empty: scores do not decide.`}
        value={passMark}
        min={0}
        max={MOST_MARK}
        hideControls
        onChange={(next) => setPassMark(String(next))}
      />
      {rows.map(({ product, label }) => (
        <Checkbox.Group
          key={product}
          label={label}
          value={(levelsOf.get(product) ?? []).map(String)}
          onChange={(next) =>
            setCovered([
              ...levelsOf.set(
                product,
                next.map((each) => supportLevel.parse(Number(each))).sort((a, b) => a - b),
              ),
            ])
          }
        >
          <div className="row">
            {LEVELS.map((level) => (
              <Checkbox
                key={level}
                value={String(level)}
                label={t`Level ${level}`}
                aria-label={t`${label}, Level ${level}`}
              />
            ))}
          </div>
        </Checkbox.Group>
      ))}
      {exam && (
        <Checkbox
          label={t`It is still taken`}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
      )}
    </ActForm>
  );
}

export function ExamsPart({ row }: { row?: string | undefined }) {
  useRowArrival('exam', row);
  const names = useProductNames();
  /** The id of the one that is changed; empty for a new one. */
  const [open, setOpen] = useOpenForm<string>(PLACE);
  const [told, setTold] = useState('');
  const exams = useView(readExams);
  const products = useView(readProducts);
  const begin = (exam: ExamRecord | null) => {
    setTold('');
    setOpen(exam?.id ?? '');
  };
  const exam = exams?.find(({ id }) => id === open) ?? null;
  const panel = products && (open === '' || exam) && (
    <ExamForm
      key={exam?.id ?? 'new'}
      exam={exam}
      products={products}
      onDone={(words) => {
        setTold(words);
        setOpen(null);
      }}
      onCancel={() => setOpen(null)}
    />
  );
  return (
    <WithPanel panel={panel} told={told}>
      <div className="row">
        <p className="quiet">
          <Trans>
            A credential lasts 12 months unless the exam says otherwise. <ClauseLink id="P-13" />
          </Trans>
        </p>
        <Button onClick={() => begin(null)}>
          <Trans>New exam</Trans>
        </Button>
      </div>
      {exams?.length === 0 && (
        <p className="card empty">
          <Trans>There is no exam yet.</Trans>
        </p>
      )}
      {(exams ?? []).map((exam) => (
        <section key={exam.id} className="card stack" aria-labelledby={`exam-${exam.id}`}>
          <div className="row">
            <h2 id={`exam-${exam.id}`}>{exam.name}</h2>
            {!exam.active && (
              <span className="waiting">
                <Trans>no longer taken</Trans>
              </span>
            )}
          </div>
          {exam.description !== '' && <p>{exam.description}</p>}
          <ul className="plain-list">
            {exam.coverage.map(({ product, levels }) => (
              <li key={product}>
                {names.get(product) ?? product}: {levels.map((level) => t`Level ${level}`).join(t` and `)}
              </li>
            ))}
          </ul>
          <p className="quiet num">
            <Trans>
              A credential lasts {exam.validMonths} months.
              {exam.passMark !== undefined && t` Passed with a score of ${exam.passMark} or more.`}
            </Trans>
          </p>
          <div>
            <Button variant="default" aria-label={t`Change: ${exam.name}`} onClick={() => begin(exam)}>
              <Trans>Change</Trans>
            </Button>
          </div>
        </section>
      ))}
    </WithPanel>
  );
}
