/** The partner's customers, by name. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { storable } from '../../../shared/base/values.ts';
import { centralDate } from '../../../shared/policy/central-time.ts';
import { maintenanceAt } from '../../../shared/policy/maintenance.ts';
import { addCustomer } from '../../commands/customers.ts';
import { refusalWords } from '../../store/outcome.ts';
import { countWords, FilterBar } from '../../ui/filter-bar.tsx';
import { dropForm, useKeptState } from '../../ui/kept-form.ts';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import { Empty } from '../../ui/place.tsx';
import { Screen } from '../../ui/screen.tsx';
import { findCustomers, readAgreementsOf, readCustomerNamed } from '../../views/customers.ts';
import { useApp } from '../../views/hooks.tsx';
import { readOnce, useView } from '../../views/use-view.ts';
import { maintenanceText } from './maintenance-text.ts';

const FORM = 'new-customer';
/** Lines that are drawn; the search finds the others. */
const DRAWN = 200;

export function CustomersScreen() {
  const app = useApp();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState('');
  const [name, setName] = useKeptState(FORM, 'name', '');
  const [problem, setProblem] = useState('');
  const words = search.trim().toLowerCase();
  const customers = useView(findCustomers, words);
  const shown = (customers ?? []).slice(0, DRAWN);
  const ids = shown.map(({ id }) => id).join(' ');
  const agreements = useView(readAgreementsOf, ids) ?? [];
  const today = centralDate(app.now().getTime());

  const add = useOneAtATime(async () => {
    const wanted = name.trim();
    if (wanted === '') return setProblem(t`Write the customer’s name.`);
    const same = await readOnce(app, readCustomerNamed, wanted);
    if (same) return setProblem(t`${same.name} is in the list already.`);
    const { customer, result } = await addCustomer(app, wanted);
    if (result.kind !== 'saved') return setProblem(refusalWords(result));
    dropForm(FORM);
    navigate(`/customers/${customer.id}`);
    return 'done';
  });

  return (
    <Screen title={t`Customers`}>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput
          label={t`New customer`}
          value={name}
          maxLength={300}
          error={problem || undefined}
          onChange={(event) => {
            setProblem('');
            setName(storable(event.currentTarget.value));
          }}
        />
        <Button type="submit" variant="default" mt={20}>
          <Trans>Add the customer</Trans>
        </Button>
      </form>
      <FilterBar
        label={t`Search the customers`}
        text={search}
        onText={setSearch}
        count={customers ? countWords(customers.length, customers.length, ['customer', 'customers']) : ''}
      />
      {customers?.length === 0 ? (
        <Empty title={words === '' ? t`No customer yet` : t`No customer fits`}>
          {words === ''
            ? t`Write a name above, or add the customer from a case. Agreements, sites and systems of each are kept here, and offered in its next case.`
            : t`Search for another part of the name.`}
        </Empty>
      ) : (
        <ul className="listed" aria-label={t`Customers`}>
          {shown.map((each) => (
            <li key={each.id}>
              <Link href={`/customers/${each.id}`}>{each.name || t`No name`}</Link>{' '}
              <span className="quiet">
                {maintenanceText(
                  maintenanceAt(
                    agreements.filter(({ customerId }) => customerId === each.id),
                    today,
                  ),
                  agreements.some(({ customerId }) => customerId === each.id),
                )}
                {each.impactMember === 'yes' && t`, Impact member`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {customers && customers.length > DRAWN && (
        <p className="quiet">
          <Trans>And {customers.length - DRAWN} more: search for the name.</Trans>
        </p>
      )}
    </Screen>
  );
}
