/** The places of a customer. */
import { Button } from '@mantine/core';
import type { Site } from '../../../shared/cases/customer.ts';
import { addSite, patchSite } from '../../commands/customers.ts';
import { SavedField } from '../../ui/saved-field.tsx';
import { useApp } from '../../views/hooks.tsx';
import { useRemoval } from './removal.ts';

/** Places that are drawn at once. */
const DRAWN = 50;

export function Sites({ customerId, sites }: { customerId: string; sites: readonly Site[] }) {
  const app = useApp();
  const remove = useRemoval();
  const save = (site: Site, fields: Partial<Site>) => patchSite(app, site.id, fields);
  return (
    <section className="card stack" aria-labelledby="customer-sites">
      <h2 id="customer-sites">Sites</h2>
      {sites.length === 0 && <p className="quiet">No site is entered.</p>}
      {sites.slice(0, DRAWN).map((site) => (
        <fieldset key={site.id} className="card stack">
          <legend>{site.name || 'Site without a name'}</legend>
          <div className="fields">
            <SavedField
              id={`site-name-${site.id}`}
              label="Name of the site"
              kind="line"
              value={site.name}
              onSave={(name) => save(site, { name })}
            />
            <SavedField
              id={`site-zone-${site.id}`}
              label="Time zone"
              kind="reference"
              value={site.zone}
              options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
              onSave={(zone) => save(site, { zone })}
            />
            <SavedField
              id={`site-address-${site.id}`}
              label="Address"
              kind="text"
              value={site.address}
              onSave={(address) => save(site, { address })}
            />
          </div>
          <div>
            <Button
              variant="default"
              aria-label={`Remove ${site.name || 'the site without a name'}`}
              onClick={() =>
                void remove({ table: 'sites', row: site }, `${site.name || 'The site'} was removed.`)
              }
            >
              Remove
            </Button>
          </div>
        </fieldset>
      ))}
      {sites.length > DRAWN && <p className="quiet">And {sites.length - DRAWN} more.</p>}
      <div>
        <Button variant="default" onClick={() => void addSite(app, customerId)}>
          Add a site
        </Button>
      </div>
    </section>
  );
}
