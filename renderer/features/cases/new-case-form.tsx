import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { createCase } from '../../commands/cases.ts';
import { refusalWords } from '../../store/outcome.ts';
import { dropForm, useKeptState } from '../../ui/kept-form.ts';
import { useNow } from '../../ui/now.ts';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import { readKnownCustomers, readKnownSites, readRemembered } from '../../views/customers.ts';
import { useApp } from '../../views/hooks.tsx';
import { readOnce, useView } from '../../views/use-view.ts';

const FORM = 'new-case';
/** Customers that are offered at once. */
const OFFERED = 50;

/** Opens a case: what it is about and where, and what is taken over of the customer. Everything else is asked inside. */
export function NewCaseForm({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const [, navigate] = useLocation();
  const [title, setTitle] = useKeptState(FORM, 'title', '');
  const [customer, setCustomer] = useKeptState(FORM, 'customer', '');
  const [site, setSite] = useKeptState(FORM, 'site', '');
  const [problem, setProblem] = useState('');
  const [takes, setTakes] = useKeptState(FORM, 'takes', false);
  const known = useView(readKnownCustomers) ?? [];
  const remembered = useView(readRemembered, customer, useNow(app.now)) ?? null;
  const places = useView(readKnownSites, customer) ?? [];
  const typed = customer.trim().toLowerCase();
  // A partner has thousands: those that the letters fit are enough to choose from.
  const offered = known.filter((name) => name.toLowerCase().includes(typed)).slice(0, OFFERED);
  const [customersId, sitesId] = [useId(), useId()];
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const open = useOneAtATime(async () => {
    if (title.trim() === '') return setProblem(t`Write in a few words what the case is about.`);
    const start = { title: title.trim(), customer: customer.trim(), site: site.trim() };
    // Read again: what is shown may still be of the name before the last key.
    const taken = takes ? await readOnce(app, readRemembered, customer, app.now().toISOString()) : null;
    const { id, result } = await createCase(app, start, taken);
    if (result.kind !== 'saved') return setProblem(refusalWords(result));
    dropForm(FORM);
    navigate(`/cases/${id}`);
    return 'done';
  });
  return (
    <form
      className="card stack"
      aria-labelledby="new-case"
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <h2 id="new-case">
        <Trans>New case</Trans>
      </h2>
      <div className="fields">
        <TextInput
          ref={first}
          label={t`What it is about`}
          value={title}
          maxLength={300}
          error={problem || undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t`Customer`}
          value={customer}
          maxLength={300}
          list={customersId}
          onChange={(event) => {
            setCustomer(event.currentTarget.value);
            setTakes(false);
          }}
        />
        <TextInput
          label={t`Site`}
          value={site}
          maxLength={300}
          list={sitesId}
          onChange={(event) => setSite(event.currentTarget.value)}
        />
      </div>
      <datalist id={customersId}>
        {offered.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={sitesId}>
        {places.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {remembered && (
        <Checkbox
          label={t`Take over what is known of this customer, from ${remembered.from}`}
          description={remembered.words.join('; ')}
          checked={takes}
          onChange={(event) => setTakes(event.currentTarget.checked)}
        />
      )}
      <div className="row">
        <Button type="submit">
          <Trans>Open the case</Trans>
        </Button>
        <Button
          variant="default"
          onClick={() => {
            dropForm(FORM);
            onClose();
          }}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
