/** One customer: membership, agreements, sites and what stands there. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import type { Customer } from '../../../shared/cases/customer.ts';
import { centralDate } from '../../../shared/policy/central-time.ts';
import { maintenanceAt } from '../../../shared/policy/maintenance.ts';
import { readBin } from '../../commands/bin.ts';
import { patchCustomer, putBackOf } from '../../commands/customers.ts';
import { savingOver } from '../../commands/written-over.ts';
import { yesNoChoices } from '../../ui/choices.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { RemovedList } from '../../ui/removed-list.tsx';
import { SavedField } from '../../ui/saved-field.tsx';
import type { Save } from '../../ui/saving.ts';
import { Screen } from '../../ui/screen.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import {
  readAgreements,
  readContractsOf,
  readCustomer,
  readInstallations,
  readSites,
} from '../../views/customers.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { Agreements } from './agreements.tsx';
import { Installations } from './installations.tsx';
import { maintenanceText } from './maintenance-text.ts';
import { Sites } from './sites.tsx';

/** What was removed here, until it is put back. */
function Bin({ customerId }: { customerId: string }) {
  const app = useApp();
  const removed = useView(readBin, customerId) ?? [];
  return (
    <RemovedList
      id="customer-bin"
      editable
      told={(words) => t`${words} is with the customer again.`}
      lines={removed.map((each) => ({
        id: each.id,
        words: each.words,
        by: t`by ${each.by}, ${formatLocalTime(each.at)}, on this computer`,
        putBack: () => putBackOf(app, customerId, each),
      }))}
    />
  );
}

export function CustomerScreen({ id }: { id: string }) {
  const app = useApp();
  const found = useView(readCustomer, id);
  const agreements = useView(readAgreements, id);
  const contracts = useView(readContractsOf, found?.name ?? '') ?? [];
  const sites = useView(readSites, id);
  const installations = useView(readInstallations, id);
  if (found === undefined) return null;
  if (found === null) {
    return (
      <p className="card empty">
        <Trans>
          This customer is not on this computer. It may not have been received yet.{' '}
          <Link href="/customers">See all customers</Link>
        </Trans>
      </p>
    );
  }
  const today = centralDate(app.now().getTime());
  const known = agreements ?? [];
  const save = (fields: (text: string) => Partial<Customer>): Save =>
    savingOver(app, fields, (by, after) => patchCustomer(by, id, after));
  return (
    <Screen
      title={found.name || t`Customer without a name`}
      named={t`Customer`}
      actions={
        <Link href="/customers">
          <Trans>All customers</Trans>
        </Link>
      }
    >
      <section className="card stack" aria-labelledby="customer-about">
        <h2 id="customer-about">
          <Trans>About the customer</Trans>
        </h2>
        <div className="fields">
          <SavedField
            id="customer-name"
            label={t`Name`}
            kind="line"
            value={found.name}
            onSave={save((name) => ({ name }))}
          />
          <SavedField
            id="customer-impact"
            label={t`Impact member?`}
            kind="choice"
            value={found.impactMember ?? ''}
            options={yesNoChoices}
            description={
              <Trans>
                Members with current maintenance pay nothing for major releases <ClauseLink id="P-12" />
              </Trans>
            }
            onSave={save((next) => ({ impactMember: next === 'yes' || next === 'no' ? next : null }))}
          />
          <SavedField
            id="customer-notes"
            label={t`Notes`}
            kind="text"
            wide
            value={found.notes}
            onSave={save((notes) => ({ notes }))}
          />
          <SavedField
            id="customer-international"
            label={t`Agreed for calls from outside the United States`}
            kind="text"
            wide
            description={
              <Trans>
                IPcelerate answers them case by case <ClauseLink id="P-38" />: whom to call, when, and how
                fast. It stands where IPcelerate is called.
              </Trans>
            }
            value={found.international ?? ''}
            onSave={save((international) => ({ international }))}
          />
        </div>
        {known.length > 0 && <p role="status">{maintenanceText(maintenanceAt(known, today), true)}</p>}
      </section>
      <Agreements customerId={id} agreements={known} contracts={contracts} today={today} />
      <Sites customerId={id} sites={sites ?? []} />
      <Installations customerId={id} installations={installations ?? []} sites={sites ?? []} />
      <Bin customerId={id} />
    </Screen>
  );
}
