/** What the hub distributes to everybody: products, excluded systems, rates, holidays, and the policy's text. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { may } from '../../../shared/certification/access.ts';
import { Screen } from '../../ui/screen.tsx';
import { useIdentity } from '../../views/hooks.tsx';
import { DocumentsPart } from './documents-part.tsx';
import { ExcludedPart } from './excluded-part.tsx';
import { HolidaysPart } from './holidays-part.tsx';
import { ProductsPart } from './products-part.tsx';
import { RatesPart } from './rates-part.tsx';

const parts = {
  products: { title: t`Products`, Part: ProductsPart },
  excluded: { title: t`Excluded systems`, Part: ExcludedPart },
  rates: { title: t`Rates`, Part: RatesPart },
  holidays: { title: t`Holidays`, Part: HolidaysPart },
  documents: { title: t`Policy documents`, Part: DocumentsPart },
} as const;

const isPart = (name: string | undefined): name is keyof typeof parts =>
  name !== undefined && Object.hasOwn(parts, name);

/** @param row the key of the row to go to */
export function CatalogueScreen({ part, row }: { part: string | undefined; row?: string | undefined }) {
  const identity = useIdentity();
  if (!identity) return null;
  const name = isPart(part) ? part : 'products';
  const { Part } = parts[name];
  const catalogueWrites = may(identity, 'keep-catalogue');
  return (
    <Screen title={t`Catalogue`}>
      <nav className="section-nav" aria-label={t`Catalogue`}>
        {Object.entries(parts).map(([id, { title }]) => (
          <Link key={id} href={`/catalogue/${id}`} aria-current={id === name ? 'page' : undefined}>
            {title}
          </Link>
        ))}
      </nav>
      {!catalogueWrites && (
        <p className="quiet">
          <Trans>A catalogue admin changes it; everybody reads it.</Trans>
        </p>
      )}
      <Part key={name} writes={catalogueWrites} row={row} />
    </Screen>
  );
}
