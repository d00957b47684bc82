/** Products: which components each has, which revision levels are needed of them, and the newest releases. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { dayInWords } from '../../../shared/base/day-words.ts';
import type { ProductRecord } from '../../../shared/policy/products.ts';
import { releasesInOrder } from '../../../shared/policy/releases.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { useOpenForm } from '../../ui/kept-form.ts';
import { readProducts } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { PRODUCT_FORMS, ProductForm } from './product-form.tsx';
import { SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';

function ProductCard({ product, onEdit }: { product: ProductRecord; onEdit: (() => void) | null }) {
  const { now } = useApp();
  const today = now().toISOString().slice(0, 10);
  return (
    <section className="card stack" aria-labelledby={`product-${product.id}`}>
      <div className="row">
        <h2 id={`product-${product.id}`}>{product.name}</h2>
        <span className="mono quiet">{product.id}</span>
        <SampleMark sample={product.sample} />
        {onEdit && (
          <Button variant="default" aria-label={t`Change ${product.name}`} onClick={onEdit}>
            <Trans>Change</Trans>
          </Button>
        )}
      </div>
      <table className="plain-table" aria-label={t`Components of ${product.name}`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Component</Trans>
            </th>
            <th scope="col">
              <Trans>Revision level</Trans>
            </th>
            <th scope="col">
              <Trans>Newest minor release</Trans>
            </th>
            <th scope="col">
              <Trans>Newest major release</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {product.components.map((each) => (
            <tr key={each.name}>
              <td>{each.name}</td>
              <td>{each.required ? t`needed` : t`where there is one`}</td>
              <td className="mono">{each.latestMinor ?? t`not known`}</td>
              <td className="mono">{each.latestMajor ?? t`not known`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {product.approvedPlatforms && product.approvedPlatforms.length > 0 && (
        <p>
          <Trans>
            Approved platforms: {product.approvedPlatforms.join('; ')} <ClauseLink id="P-21" />
          </Trans>
        </p>
      )}
      {product.releases && product.releases.length > 0 ? (
        <table className="plain-table" aria-label={t`Releases of ${product.name}`}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Release</Trans>
              </th>
              <th scope="col">
                <Trans>Kind</Trans>
              </th>
              <th scope="col">
                <Trans>Date</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {releasesInOrder(product.releases).map((each) => (
              <tr key={each.version}>
                <td className="mono">{each.version}</td>
                <td>{each.kind === 'major' ? t`major, fee based` : t`minor, covered`}</td>
                <td className="num">
                  {dayInWords(each.date)}
                  {each.date > today && t`, expected`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="quiet">
          <Trans>No release is dated: a ‘next release’ has no day until the desk enters one.</Trans>
        </p>
      )}
      <RowHistory table="products" rowKey={product.id} />
    </section>
  );
}

export function ProductsPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('product', row);
  const [open, setEditing] = useOpenForm<string>(PRODUCT_FORMS);
  const products = useView(readProducts) ?? [];
  const isThere = open === '' || products.some(({ id }) => id === open);
  const editing = writes && isThere ? open : null;
  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            A minor release is covered, a major one is not. <ClauseLink id="P-10" /> <ClauseLink id="P-11" />
          </Trans>
        </p>
        {writes && editing === null && (
          <Button onClick={() => setEditing('')}>
            <Trans>New product</Trans>
          </Button>
        )}
      </div>
      {editing === '' && <ProductForm product={null} others={products} onDone={() => setEditing(null)} />}
      {products.map((product) =>
        editing === product.id ? (
          <ProductForm key={product.id} product={product} others={products} onDone={() => setEditing(null)} />
        ) : (
          <ProductCard
            key={product.id}
            product={product}
            onEdit={writes ? () => setEditing(product.id) : null}
          />
        ),
      )}
      {products.length === 0 && (
        <p className="card empty">
          <Trans>The catalogue has no product yet.</Trans>
        </p>
      )}
    </>
  );
}
