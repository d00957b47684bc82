/** Rules of findings: those of the console, and those that were published, with the samples that they were tried on. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import { startSet } from '../../../shared/collect/findings/start-set.ts';
import { faultsOfForm, findsInSample, validateFindingRule } from '../../../shared/knowledge/rule-trial.ts';
import { type RuleRecord, type RuleSample, readRule } from '../../../shared/knowledge/rules.ts';
import { changeRow, publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { useApp } from '../../views/hooks.tsx';
import { readFindingRule, readFindingRules } from '../../views/knowledge.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { PublishForm } from '../catalogue/publish-form.tsx';
import { RowHistory } from '../catalogue/row-history.tsx';
import { exampleRule } from './example-rule.ts';

const MOST = 300_000;

function triedWords({ rule }: RuleRecord, sample: RuleSample): string {
  const finds = findsInSample(rule, sample);
  const words = t`${sample.name}: it finds ${finds ? t`something` : t`nothing`}`;
  return finds === sample.finds
    ? t`${words}, as it should.`
    : t`${words}, and should${finds ? t` not` : ''}.`;
}

const PLACE = 'finding-rule';

function RuleForm({ rule, onDone }: { rule: RuleRecord | null; onDone: () => void }) {
  const app = useApp();
  const form = formId(PLACE, rule?.id ?? '');
  const [text, setText] = useKeptState(form, 'text', () =>
    // A whole day: publishing writes the moment, and a form that nobody has touched is the same after a reload.
    JSON.stringify(rule ?? exampleRule(`${app.now().toISOString().slice(0, 10)}T00:00:00.000Z`), null, 2),
  );
  const [tried, setTried] = useState<readonly string[]>([]);

  function tryIt(): void {
    const read = readRule(text);
    const words =
      'faults' in read
        ? read.faults
        : [...faultsOfForm(read.row), ...read.row.samples.map((sample) => triedWords(read.row, sample))];
    setTried(words);
  }

  async function submit(): Promise<readonly string[] | Outcome> {
    const read = readRule(text);
    if ('faults' in read) return read.faults;
    const row = { ...read.row, publishedAt: app.now().toISOString() };
    const faults = validateFindingRule(row);
    if (faults.length > 0) return faults;
    const before = await readOnce(app, readFindingRule, row.id);
    if (rule === null && before) return [t`${row.id} is published already. Change that one.`];
    const { id: key, ...fields } = row;
    return before ? changeRow(app, 'findingRules', key, fields) : publishRow(app, 'findingRules', row);
  }

  return (
    <PublishForm
      form={form}
      title={rule ? t`Change ${rule.id}` : t`New rule of findings`}
      button={t`Publish`}
      submit={submit}
      onDone={onDone}
    >
      <Textarea
        label={t`Rule and samples, as JSON`}
        description={t`The guide says what each part means. It is tried on its samples before it goes out.`}
        value={text}
        autosize
        minRows={16}
        maxRows={32}
        maxLength={MOST}
        classNames={{ input: 'mono' }}
        onChange={(event) => setText(storable(event.currentTarget.value))}
      />
      <div className="row">
        <Button variant="default" onClick={tryIt}>
          <Trans>Try it on its samples</Trans>
        </Button>
        <span role="status">{tried.join(' ')}</span>
      </div>
    </PublishForm>
  );
}

export function RulesPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('rule', row);
  const app = useApp();
  const [open, setEditing] = useOpenForm<string>(PLACE);
  const published = useView(readFindingRules) ?? [];
  const isThere = open === '' || published.some(({ id }) => id === open);
  const editing = writes && isThere ? open : null;
  const ids = new Set(published.map(({ id }) => id));
  const setActive = (row: RuleRecord, active: boolean) => changeRow(app, 'findingRules', row.id, { active });
  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            They say what collected facts mean. What is published works on every device after its next sync.
          </Trans>
        </p>
        {writes && editing === null && (
          <Button onClick={() => setEditing('')}>
            <Trans>New rule</Trans>
          </Button>
        )}
      </div>
      {editing === '' && <RuleForm rule={null} onDone={() => setEditing(null)} />}
      {published.map((row) =>
        editing === row.id ? (
          <RuleForm key={row.id} rule={row} onDone={() => setEditing(null)} />
        ) : (
          <section key={row.id} className="card stack" aria-labelledby={`rule-${row.id}`}>
            <div className="row">
              <h2 id={`rule-${row.id}`} className="mono">
                {row.id}
              </h2>
              <span className="quiet">
                <Trans>
                  version {row.rule.version}, {row.samples.length}{' '}
                  <Plural value={row.samples.length} one="sample" other="samples" />
                  {row.active ? '' : t`, switched off`}
                </Trans>
              </span>
              {row.rule.clause !== null && <ClauseLink id={row.rule.clause} />}
              {writes && (
                <>
                  <Button
                    variant="default"
                    aria-label={t`Change ${row.id}`}
                    onClick={() => setEditing(row.id)}
                  >
                    <Trans>Change</Trans>
                  </Button>
                  <Button
                    variant="default"
                    aria-label={t`Switch ${row.active ? t`off` : t`on`} ${row.id}`}
                    onClick={() => void setActive(row, !row.active)}
                  >
                    <Trans>Switch {row.active ? t`off` : t`on`}</Trans>
                  </Button>
                </>
              )}
            </div>
            <p>{row.rule.message}</p>
            <p className="quiet">{row.rule.todo}</p>
            <RowHistory table="findingRules" rowKey={row.id} />
          </section>
        ),
      )}
      <section className="card stack" aria-labelledby="start-set">
        <h2 id="start-set">
          <Trans>Of the console itself</Trans>
        </h2>
        <ul className="plain-list">
          {startSet
            .filter(({ id }) => !ids.has(id))
            .map(({ id, message, clause }) => (
              <li key={id}>
                <span className="mono">{id}</span> {message} {clause !== null && <ClauseLink id={clause} />}
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}
