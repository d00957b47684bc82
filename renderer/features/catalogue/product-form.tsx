/** The form of a product: its components with the newest of each, and its releases with their dates. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { storable } from '../../../shared/base/values.ts';
import { productFaults } from '../../../shared/policy/product-list.ts';
import type { ProductRecord, ProductRelease } from '../../../shared/policy/products.ts';
import { releasesInOrder } from '../../../shared/policy/releases.ts';
import { changeRow, publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { Choice } from '../../ui/choice.tsx';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState } from '../../ui/kept-form.ts';
import { DayField } from '../../ui/typed-field.tsx';
import { useApp } from '../../views/hooks.tsx';
import { PublishForm } from './publish-form.tsx';

type Component = ProductRecord['components'][number];
/** A row of the form; its number is its own while the form is open. */
type Numbered<T> = T & { n: number };
type Draft = Numbered<Component>;
type ReleaseDraft = Numbered<ProductRelease>;

const numbered = <T,>(rows: readonly T[]): Numbered<T>[] => rows.map((each, n) => ({ ...each, n }));
const plain = <T extends { n: number }>({ n: _n, ...each }: T) => each;
/** With one more row at the end. */
const withOne = <T,>(rows: readonly Numbered<T>[], row: T): Numbered<T>[] => [
  ...rows,
  { ...row, n: Math.max(-1, ...rows.map(({ n }) => n)) + 1 },
];
const changed = <T,>(rows: readonly Numbered<T>[], at: { n: number }, part: Partial<T>): Numbered<T>[] =>
  rows.map((each) => (each.n === at.n ? { ...each, ...part } : each));

const emptyRelease: ProductRelease = { version: '', kind: 'minor', date: '' };
const emptyComponent: Component = { name: '', required: true, latestMinor: null, latestMajor: null };

const releaseKinds = [
  { value: 'minor', label: t`Minor` },
  { value: 'major', label: t`Major` },
] as const;

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
      <legend>{draft.name || t`New component`}</legend>
      {text(t`Component`, 'name')}
      {text(t`Newest minor release`, 'latestMinor')}
      {text(t`Newest major release`, 'latestMajor')}
      <div className="row">
        <Checkbox
          label={t`Its revision level is needed`}
          checked={draft.required}
          onChange={(event) => onChange({ required: event.currentTarget.checked })}
        />
        <Button variant="default" aria-label={t`Remove the component ${draft.name}`} onClick={onRemove}>
          <Trans>Remove</Trans>
        </Button>
      </div>
    </fieldset>
  );
}

function ReleaseFields({
  draft,
  onChange,
  onRemove,
}: {
  draft: ReleaseDraft;
  onChange: (part: Partial<ProductRelease>) => void;
  onRemove: () => void;
}) {
  return (
    <fieldset className="fields component-fields release-fields">
      <legend>{draft.version === '' ? t`New release` : t`Release ${draft.version}`}</legend>
      <TextInput
        label={t`Version`}
        value={draft.version}
        maxLength={300}
        classNames={{ input: 'mono' }}
        onChange={(event) => onChange({ version: storable(event.currentTarget.value) })}
      />
      <Choice
        label={t`Kind of release`}
        value={draft.kind}
        options={releaseKinds}
        onChange={(kind) => onChange({ kind: kind as ProductRelease['kind'] })}
      />
      <DayField
        label={t`Date, or when expected`}
        value={draft.date}
        onChange={(date) => onChange({ date })}
      />
      <div className="row">
        <Button variant="default" aria-label={t`Remove the release ${draft.version}`} onClick={onRemove}>
          <Trans>Remove</Trans>
        </Button>
      </div>
    </fieldset>
  );
}

/** Under which the forms of products are kept: `formId` of it and a product's id, or of nothing for a new one. */
export const PRODUCT_FORMS = 'product';

export function ProductForm({
  product,
  others,
  onDone,
}: {
  product: ProductRecord | null;
  others: readonly ProductRecord[];
  onDone: () => void;
}) {
  const app = useApp();
  const form = formId(PRODUCT_FORMS, product?.id ?? '');
  const [id, setId] = useKeptState(form, 'id', product?.id ?? '');
  const [name, setName] = useKeptState(form, 'name', product?.name ?? '');
  const [drafts, setDrafts] = useKeptState<Draft[]>(form, 'components', () =>
    numbered(product?.components ?? [emptyComponent]),
  );
  const [platforms, setPlatforms] = useKeptState(
    form,
    'platforms',
    product?.approvedPlatforms?.join('\n') ?? '',
  );
  const [releases, setReleases] = useKeptState<ReleaseDraft[]>(form, 'releases', () =>
    numbered(releasesInOrder(product?.releases ?? []).reverse()),
  );

  async function submit(): Promise<readonly string[] | Outcome> {
    const approvedPlatforms = platforms
      .split('\n')
      .map((each) => each.trim())
      .filter((each) => each !== '');
    const lists = {
      components: drafts.map(plain),
      // Where the catalogue does not say, it says nothing, not that there is none.
      ...((approvedPlatforms.length > 0 || product?.approvedPlatforms) && { approvedPlatforms }),
      releases: releases.map(plain),
    };
    const row = { id, name: name.trim(), sample: product?.sample ?? false, ...lists };
    const faults = productFaults(row, others);
    if (!product && others.some((each) => each.id === id)) faults.push(t`There is a product ${id} already.`);
    if (faults.length > 0) return faults;
    return product
      ? changeRow(app, 'products', id, { name: row.name, ...lists })
      : publishRow(app, 'products', row);
  }

  return (
    <PublishForm
      form={form}
      title={product ? t`Change ${product.name}` : t`New product`}
      button={t`Save the product`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <TextInput
          label={t`Id`}
          description={t`Stays for good: cases name the product by it.`}
          value={id}
          readOnly={product !== null}
          maxLength={80}
          classNames={{ input: 'mono' }}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label={t`Name`}
          value={name}
          maxLength={300}
          onChange={(event) => setName(storable(event.currentTarget.value))}
        />
      </div>
      <Textarea
        label={t`Approved platforms, one a line`}
        description={t`As cases write them: operating system, hypervisor or hardware. None where the catalogue does not say.`}
        value={platforms}
        autosize
        minRows={2}
        onChange={(event) => setPlatforms(storable(event.currentTarget.value))}
      />
      {drafts.map((draft) => (
        <ComponentFields
          key={draft.n}
          draft={draft}
          onChange={(part) => setDrafts((all) => changed<Component>(all, draft, part))}
          onRemove={() => setDrafts((all) => all.filter((each) => each.n !== draft.n))}
        />
      ))}
      <div>
        <Button
          variant="default"
          disabled={drafts.length >= 100}
          onClick={() => setDrafts((all) => withOne(all, emptyComponent))}
        >
          <Trans>Add a component</Trans>
        </Button>
      </div>
      <p className="quiet">
        <Trans>
          Releases with their dates: the next one after a clock’s start is what ‘next release’ means for it.{' '}
          <ClauseLink id="P-30" />
        </Trans>
      </p>
      {releases.map((draft) => (
        <ReleaseFields
          key={draft.n}
          draft={draft}
          onChange={(part) => setReleases((all) => changed<ProductRelease>(all, draft, part))}
          onRemove={() => setReleases((all) => all.filter((each) => each.n !== draft.n))}
        />
      ))}
      <div>
        <Button
          variant="default"
          disabled={releases.length >= 500}
          onClick={() => setReleases((all) => withOne(all, emptyRelease))}
        >
          <Trans>Add a release</Trans>
        </Button>
      </div>
    </PublishForm>
  );
}
