/** What work outside maintenance costs, from a day on (P-18). Rates are added, never changed: what was signed rests on them. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { dayInWords } from '../../../shared/base/day-words.ts';
import { centralDate } from '../../../shared/policy/central-time.ts';
import { centsOfDollars, moneyWords, rateAt, rateFaults } from '../../../shared/policy/rates.ts';
import type { Rate } from '../../../shared/policy/schema.ts';
import { publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { DayField } from '../../ui/typed-field.tsx';
import { readRates } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { PublishForm, SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';

const PLACE = 'rates';
const FORM = formId(PLACE, 'new');

const amounts = [
  ['remoteHourCents', t`Hour, remote`],
  ['remoteDayCents', t`Day, remote`],
  ['onSiteDayCents', t`Day, on site`],
] as const;

/** As they are typed. */
const noAmounts: Readonly<Record<string, string>> = Object.fromEntries(amounts.map(([field]) => [field, '']));

function RateForm({ others, onDone }: { others: readonly Rate[]; onDone: () => void }) {
  const app = useApp();
  const [effectiveFrom, setEffectiveFrom] = useKeptState(FORM, 'effectiveFrom', '');
  const [currency, setCurrency] = useKeptState(FORM, 'currency', 'USD');
  const [typed, setTyped] = useKeptState(FORM, 'amounts', noAmounts);

  async function submit(): Promise<readonly string[] | Outcome> {
    const [remoteHourCents, remoteDayCents, onSiteDayCents] = amounts.map(([field]) =>
      centsOfDollars(typed[field] ?? ''),
    ) as [number, number, number];
    const row = {
      id: app.newId(),
      effectiveFrom,
      currency: currency.trim().toUpperCase(),
      remoteHourCents,
      remoteDayCents,
      onSiteDayCents,
    };
    const faults = rateFaults(row, others);
    if (faults.length > 0) return faults;
    return publishRow(app, 'rates', { ...row, currency: 'USD', sample: false });
  }

  return (
    <PublishForm
      form={FORM}
      title={t`New rates`}
      button={t`Publish the rates`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <DayField label={t`In force from`} value={effectiveFrom} onChange={setEffectiveFrom} />
        <TextInput
          label={t`Currency`}
          value={currency}
          maxLength={10}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        {amounts.map(([field, label]) => (
          <TextInput
            key={field}
            label={t`${label}, in dollars`}
            inputMode="decimal"
            value={typed[field] ?? ''}
            maxLength={20}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((before) => ({ ...before, [field]: value }));
            }}
          />
        ))}
      </div>
    </PublishForm>
  );
}

export function RatesPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('rate', row);
  const { now } = useApp();
  const [open, setOpen] = useOpenForm<'new'>(PLACE);
  const adding = writes && open !== null;
  const rates = useView(readRates) ?? [];
  const inOrder = [...rates].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  const inForce = rateAt(rates, centralDate(now().getTime()));
  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            Work without maintenance, in US dollars, due immediately. <ClauseLink id="P-18" />
          </Trans>
        </p>
        {writes && !adding && (
          <Button onClick={() => setOpen('new')}>
            <Trans>New rates</Trans>
          </Button>
        )}
      </div>
      {adding && <RateForm others={rates} onDone={() => setOpen(null)} />}
      {inOrder.length === 0 && (
        <p className="card empty">
          <Trans>No rates were published yet.</Trans>
        </p>
      )}
      {inOrder.map((rate) => (
        <section key={rate.id} className="card stack" aria-labelledby={`rate-${rate.id}`}>
          <div className="row">
            <h2 id={`rate-${rate.id}`} className="num">
              <Trans>From {dayInWords(rate.effectiveFrom)}</Trans>
            </h2>
            {inForce?.id === rate.id && (
              <span className="good">
                <Trans>in force</Trans>
              </span>
            )}
            <SampleMark sample={rate.sample} />
          </div>
          <dl className="facts num">
            {amounts.map(([field, label]) => (
              <div key={field} className="fact-pair">
                <dt>{label}</dt>
                <dd>{moneyWords(rate[field])}</dd>
              </div>
            ))}
          </dl>
          <RowHistory table="rates" rowKey={rate.id} />
        </section>
      ))}
    </>
  );
}
