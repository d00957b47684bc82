/** The places of a customer. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Site } from '../../../shared/cases/customer.ts';
import { addSite, patchSite } from '../../commands/customers.ts';
import { savingOver } from '../../commands/written-over.ts';
import { SavedField } from '../../ui/saved-field.tsx';
import type { Save } from '../../ui/saving.ts';
import { useApp } from '../../views/hooks.tsx';
import { useRemoval } from './removal.ts';

/** Places that are drawn at once. */
const DRAWN = 50;

export function Sites({ customerId, sites }: { customerId: string; sites: readonly Site[] }) {
  const app = useApp();
  const remove = useRemoval();
  const save = ({ id }: Site, field: keyof Site): Save =>
    savingOver(
      app,
      (text) => ({ [field]: text }),
      (by, after) => patchSite(by, id, after),
    );
  return (
    <section className="card stack" aria-labelledby="customer-sites">
      <h2 id="customer-sites">
        <Trans>Sites</Trans>
      </h2>
      {sites.length === 0 && (
        <p className="quiet">
          <Trans>No site is entered.</Trans>
        </p>
      )}
      {sites.slice(0, DRAWN).map((site) => (
        <fieldset key={site.id} className="card stack">
          <legend>{site.name || t`Site without a name`}</legend>
          <div className="fields">
            <SavedField
              id={`site-name-${site.id}`}
              label={t`Name of the site`}
              kind="line"
              value={site.name}
              onSave={save(site, 'name')}
            />
            <SavedField
              id={`site-zone-${site.id}`}
              label={t`Time zone`}
              kind="reference"
              value={site.zone}
              options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
              onSave={save(site, 'zone')}
            />
            <SavedField
              id={`site-address-${site.id}`}
              label={t`Address`}
              kind="text"
              value={site.address}
              onSave={save(site, 'address')}
            />
          </div>
          <div>
            <Button
              variant="default"
              aria-label={t`Remove ${site.name || t`the site without a name`}`}
              onClick={() =>
                void remove(
                  { table: 'sites', row: site },
                  t`Site: ${site.name || t`without a name`}`,
                  t`${site.name || t`The site`} was removed.`,
                )
              }
            >
              <Trans>Remove</Trans>
            </Button>
          </div>
        </fieldset>
      ))}
      {sites.length > DRAWN && (
        <p className="quiet">
          <Trans>And {sites.length - DRAWN} more.</Trans>
        </p>
      )}
      <div>
        <Button variant="default" onClick={() => void addSite(app, customerId)}>
          <Trans>Add a site</Trans>
        </Button>
      </div>
    </section>
  );
}
