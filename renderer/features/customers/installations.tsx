/** What of IPcelerate's, and of others, stands at a customer, with the revision level that was last seen. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Installation, Site } from '../../../shared/cases/customer.ts';
import { addInstallation, patchInstallation } from '../../commands/customers.ts';
import { savingOver } from '../../commands/written-over.ts';
import { SavedField } from '../../ui/saved-field.tsx';
import type { Save } from '../../ui/saving.ts';
import { readProducts } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { useRemoval } from './removal.ts';

/** Systems that are drawn at once. */
const DRAWN = 50;

export function Installations({
  customerId,
  installations,
  sites,
}: {
  customerId: string;
  installations: readonly Installation[];
  sites: readonly Site[];
}) {
  const app = useApp();
  const remove = useRemoval();
  const products = useView(readProducts) ?? [];
  /** Of what is chosen, none is null. */
  const save = ({ id }: Installation, field: keyof Installation, none: '' | null = ''): Save =>
    savingOver(
      app,
      (text) => ({ [field]: text || none }),
      (by, after) => patchInstallation(by, id, after),
    );
  return (
    <section className="card stack" aria-labelledby="customer-systems">
      <h2 id="customer-systems">
        <Trans>Installed systems</Trans>
      </h2>
      {installations.length === 0 && (
        <p className="quiet">
          <Trans>No system is entered.</Trans>
        </p>
      )}
      {installations.slice(0, DRAWN).map((row) => {
        const name = row.hostname || row.productName || t`System without a name`;
        return (
          <fieldset key={row.id} className="card stack">
            <legend className="mono">{name}</legend>
            <div className="fields">
              <SavedField
                id={`installation-product-${row.id}`}
                label={t`Product`}
                kind="reference"
                value={row.productId ?? ''}
                options={products.map((each) => ({ value: each.id, label: each.name }))}
                onSave={save(row, 'productId', null)}
              />
              {row.productId === null && (
                <SavedField
                  id={`installation-other-${row.id}`}
                  label={t`Product that is not in the catalogue`}
                  kind="line"
                  value={row.productName}
                  onSave={save(row, 'productName')}
                />
              )}
              <SavedField
                id={`installation-host-${row.id}`}
                label={t`Host name`}
                kind="line"
                mono
                value={row.hostname}
                onSave={save(row, 'hostname')}
              />
              <SavedField
                id={`installation-version-${row.id}`}
                label={t`Revision level`}
                kind="line"
                mono
                value={row.version}
                onSave={save(row, 'version')}
              />
              <SavedField
                id={`installation-site-${row.id}`}
                label={t`Site`}
                kind="reference"
                value={row.siteId ?? ''}
                options={sites.map((each) => ({
                  value: each.id,
                  label: each.name || t`Site without a name`,
                }))}
                onSave={save(row, 'siteId', null)}
              />
            </div>
            <div>
              <Button
                variant="default"
                aria-label={t`Remove ${name}`}
                onClick={() =>
                  void remove({ table: 'installations', row }, t`System: ${name}`, t`${name} was removed.`)
                }
              >
                <Trans>Remove</Trans>
              </Button>
            </div>
          </fieldset>
        );
      })}
      {installations.length > DRAWN && (
        <p className="quiet">
          <Trans>And {installations.length - DRAWN} more.</Trans>
        </p>
      )}
      <div>
        <Button variant="default" onClick={() => void addInstallation(app, customerId)}>
          <Trans>Add a system</Trans>
        </Button>
      </div>
    </section>
  );
}
