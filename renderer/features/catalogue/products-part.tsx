/** Products: which components each has, which revision levels are needed of them, and the newest releases. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { type ProductRecord, productRecord } from '../../../shared/diagnostics/schema.ts';
import { storable } from '../../../shared/values.ts';
import { useConsole } from '../../data/hooks.tsx';
import type { SaveResult } from '../../data/write.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { PublishForm, SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';

type Component = ProductRecord['components'][number];
/** A row of the form; its number is its own while the form is open. */
type Draft = Component & { n: number };

const emptyComponent: Component = { name: '', required: true, latestMinor: null, latestMajor: null };

/** What is wrong with a product, in words. */
export function productFaults(product: ProductRecord, others: readonly ProductRecord[]): string[] {
  const faults: string[] = [];
  if (!/^[a-z0-9][a-z0-9-]{1,79}$/.test(product.id))
    faults.push('The id is made of small letters, digits and hyphens.');
  if (product.name.trim() === '') faults.push('The product has no name.');
  if (others.some(({ id, name }) => id !== product.id && name === product.name))
    faults.push(`There is a product with the name ${product.name} already.`);
  const seen = new Set<string>();
  for (const { name } of product.components) {
    if (name.trim() === '') faults.push('A component has no name. Write it, or remove the line.');
    else if (seen.has(name)) faults.push(`The component ${name} stands there twice.`);
    seen.add(name);
  }
  const parsed = productRecord.safeParse(product);
  if (faults.length === 0 && !parsed.success)
    faults.push(parsed.error.issues[0]?.message ?? 'It does not fit.');
  return faults;
}

function ComponentFields({
  draft,
  onChange,
  onRemove,
}: {
  draft: Draft;
  onChange: (part: Partial<Component>) => void;
  onRemove: () => void;
}) {
  const text = (label: string, field: 'name' | 'latestMinor' | 'latestMajor') => (
    <TextInput
      label={label}
      value={draft[field] ?? ''}
      maxLength={300}
      classNames={field === 'name' ? {} : { input: 'mono' }}
      onChange={(event) => {
        const value = storable(event.currentTarget.value);
        onChange({ [field]: field !== 'name' && value === '' ? null : value });
      }}
    />
  );
  return (
    <fieldset className="fields component-fields">
      <legend>{draft.name || 'New component'}</legend>
      {text('Component', 'name')}
      {text('Newest minor release', 'latestMinor')}
      {text('Newest major release', 'latestMajor')}
      <div className="row">
        <Checkbox
          label="Its revision level is needed"
          checked={draft.required}
          onChange={(event) => onChange({ required: event.currentTarget.checked })}
        />
        <Button variant="default" aria-label={`Remove the component ${draft.name}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </fieldset>
  );
}

function ProductForm({
  product,
  others,
  onDone,
}: {
  product: ProductRecord | null;
  others: readonly ProductRecord[];
  onDone: () => void;
}) {
  const console = useConsole();
  const [id, setId] = useState(product?.id ?? '');
  const [name, setName] = useState(product?.name ?? '');
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    (product?.components ?? [emptyComponent]).map((each, n) => ({ ...each, n })),
  );

  async function submit(): Promise<readonly string[] | SaveResult> {
    const components = drafts.map(({ n: _n, ...each }) => each);
    const row = { id, name: name.trim(), sample: product?.sample ?? false, components };
    const faults = productFaults(row, others);
    if (!product && others.some((each) => each.id === id)) faults.push(`There is a product ${id} already.`);
    if (faults.length > 0) return faults;
    return console.write([
      product
        ? { op: 'patch', table: 'products', key: id, fields: { name: row.name, components } }
        : { op: 'insert', table: 'products', row },
    ]);
  }

  return (
    <PublishForm
      title={product ? `Change ${product.name}` : 'New product'}
      button="Save the product"
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <TextInput
          label="Id"
          description="Stays for good: cases name the product by it."
          value={id}
          readOnly={product !== null}
          maxLength={80}
          classNames={{ input: 'mono' }}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          value={name}
          maxLength={300}
          onChange={(event) => setName(storable(event.currentTarget.value))}
        />
      </div>
      {drafts.map((draft) => (
        <ComponentFields
          key={draft.n}
          draft={draft}
          onChange={(part) =>
            setDrafts((all) => all.map((each) => (each.n === draft.n ? { ...each, ...part } : each)))
          }
          onRemove={() => setDrafts((all) => all.filter((each) => each.n !== draft.n))}
        />
      ))}
      <div>
        <Button
          variant="default"
          disabled={drafts.length >= 100}
          onClick={() =>
            setDrafts((all) => [...all, { ...emptyComponent, n: Math.max(-1, ...all.map(({ n }) => n)) + 1 }])
          }
        >
          Add a component
        </Button>
      </div>
    </PublishForm>
  );
}

function ProductCard({ product, onEdit }: { product: ProductRecord; onEdit: (() => void) | null }) {
  return (
    <section className="card stack" aria-labelledby={`product-${product.id}`}>
      <div className="row">
        <h2 id={`product-${product.id}`}>{product.name}</h2>
        <span className="mono quiet">{product.id}</span>
        <SampleMark sample={product.sample} />
        {onEdit && (
          <Button variant="default" aria-label={`Change ${product.name}`} onClick={onEdit}>
            Change
          </Button>
        )}
      </div>
      <table className="plain-table" aria-label={`Components of ${product.name}`}>
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">Revision level</th>
            <th scope="col">Newest minor release</th>
            <th scope="col">Newest major release</th>
          </tr>
        </thead>
        <tbody>
          {product.components.map((each) => (
            <tr key={each.name}>
              <td>{each.name}</td>
              <td>{each.required ? 'needed' : 'where there is one'}</td>
              <td className="mono">{each.latestMinor ?? 'not known'}</td>
              <td className="mono">{each.latestMajor ?? 'not known'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <RowHistory table="products" rowKey={product.id} />
    </section>
  );
}

export function ProductsPart({ writes }: { writes: boolean }) {
  const { db } = useConsole();
  const [editing, setEditing] = useState<string | null>(null);
  const products = useLiveQuery(() => db.products.orderBy('id').toArray(), [db]) ?? [];
  return (
    <>
      <div className="row">
        <p className="quiet">
          A minor release is covered, a major one is not. <ClauseLink id="P-10" /> <ClauseLink id="P-11" />
        </p>
        {writes && editing === null && <Button onClick={() => setEditing('')}>New product</Button>}
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
      {products.length === 0 && <p className="card empty">The catalogue has no product yet.</p>}
    </>
  );
}
