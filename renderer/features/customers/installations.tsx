/** What of IPcelerate's, and of others, stands at a customer, with the revision level that was last seen. */

import { Button } from '@mantine/core';
import type { Installation, Site } from '../../../shared/cases/customer.ts';
import { addInstallation, patchInstallation } from '../../commands/customers.ts';
import { SavedField } from '../../ui/saved-field.tsx';
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
  const save = (row: Installation, fields: Partial<Installation>) => patchInstallation(app, row.id, fields);
  return (
    <section className="card stack" aria-labelledby="customer-systems">
      <h2 id="customer-systems">Installed systems</h2>
      {installations.length === 0 && <p className="quiet">No system is entered.</p>}
      {installations.slice(0, DRAWN).map((row) => {
        const name = row.hostname || row.productName || 'System without a name';
        return (
          <fieldset key={row.id} className="card stack">
            <legend className="mono">{name}</legend>
            <div className="fields">
              <SavedField
                id={`installation-product-${row.id}`}
                label="Product"
                kind="reference"
                value={row.productId ?? ''}
                options={products.map((each) => ({ value: each.id, label: each.name }))}
                onSave={(next) => save(row, { productId: next || null })}
              />
              {row.productId === null && (
                <SavedField
                  id={`installation-other-${row.id}`}
                  label="Product that is not in the catalogue"
                  kind="line"
                  value={row.productName}
                  onSave={(productName) => save(row, { productName })}
                />
              )}
              <SavedField
                id={`installation-host-${row.id}`}
                label="Host name"
                kind="line"
                mono
                value={row.hostname}
                onSave={(hostname) => save(row, { hostname })}
              />
              <SavedField
                id={`installation-version-${row.id}`}
                label="Revision level"
                kind="line"
                mono
                value={row.version}
                onSave={(version) => save(row, { version })}
              />
              <SavedField
                id={`installation-site-${row.id}`}
                label="Site"
                kind="reference"
                value={row.siteId ?? ''}
                options={sites.map((each) => ({ value: each.id, label: each.name || 'Site without a name' }))}
                onSave={(next) => save(row, { siteId: next || null })}
              />
            </div>
            <div>
              <Button
                variant="default"
                aria-label={`Remove ${name}`}
                onClick={() => void remove({ table: 'installations', row }, `${name} was removed.`)}
              >
                Remove
              </Button>
            </div>
          </fieldset>
        );
      })}
      {installations.length > DRAWN && <p className="quiet">And {installations.length - DRAWN} more.</p>}
      <div>
        <Button variant="default" onClick={() => void addInstallation(app, customerId)}>
          Add a system
        </Button>
      </div>
    </section>
  );
}
