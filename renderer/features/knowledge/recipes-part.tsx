/** Recipes: which outputs a fault is looked into with. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { storable } from '../../../shared/base/values.ts';
import { type Recipe, recipe as recipeSchema } from '../../../shared/knowledge/recipes.ts';
import { changeRow, publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { readProducts } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { readRecipes } from '../../views/knowledge.ts';
import { useView } from '../../views/use-view.ts';
import { PublishForm, SampleMark } from '../catalogue/publish-form.tsx';
import { RowHistory } from '../catalogue/row-history.tsx';

/** `the publisher | utils ntp status | why`: one output a line. */
const itemLine = ({ node, command, why }: Recipe['items'][number]) =>
  [node, command, why].join(' | ').replace(/ \| $/, '');

function readItems(text: string): Recipe['items'] {
  return text
    .split('\n')
    .filter((each) => each.trim() !== '')
    .map((each) => {
      const [first = '', ...more] = each.split('|').map((part) => part.trim());
      // A line of a command alone is one that any node gives.
      const [command = '', why = ''] = more;
      return more.length === 0 ? { node: '', command: first, why: '' } : { node: first, command, why };
    });
}

const PLACE = 'recipe';

function RecipeForm({ recipe, onDone }: { recipe: Recipe | null; onDone: () => void }) {
  const app = useApp();
  const form = formId(PLACE, recipe?.id ?? '');
  const [title, setTitle] = useKeptState(form, 'title', recipe?.title ?? '');
  const [symptom, setSymptom] = useKeptState(form, 'symptom', recipe?.symptom ?? '');
  const [productId, setProductId] = useKeptState(form, 'productId', recipe?.productId ?? '');
  const [items, setItems] = useKeptState(form, 'items', recipe?.items.map(itemLine).join('\n') ?? '');
  const products = useView(readProducts) ?? [];

  async function submit(): Promise<readonly string[] | Outcome> {
    const fields = {
      title: title.trim(),
      symptom: symptom.trim(),
      productId: productId === '' ? null : productId,
      version: (recipe?.version ?? 0) + 1,
      items: readItems(items),
      publishedAt: app.now().toISOString(),
    };
    const row = { ...fields, id: recipe?.id ?? app.newId(), sample: recipe?.sample ?? false };
    const parsed = recipeSchema.safeParse(row);
    if (fields.title === '') return [t`The recipe has no title.`];
    if (fields.items.length === 0) return [t`Name at least one output.`];
    if (!parsed.success)
      return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
    return recipe ? changeRow(app, 'recipes', recipe.id, fields) : publishRow(app, 'recipes', parsed.data);
  }

  return (
    <PublishForm
      form={form}
      title={recipe ? t`Change ${recipe.title}` : t`New recipe`}
      button={t`Publish`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <TextInput
          label={t`Title`}
          value={title}
          maxLength={300}
          onChange={(event) => setTitle(storable(event.currentTarget.value))}
        />
        <TextInput
          label={t`Symptom`}
          value={symptom}
          maxLength={300}
          onChange={(event) => setSymptom(storable(event.currentTarget.value))}
        />
        <NativeSelect
          label={t`Product`}
          value={productId}
          data={[
            { value: '', label: t`Any product` },
            ...products.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => setProductId(event.currentTarget.value)}
        />
      </div>
      <Textarea
        label={t`Outputs`}
        description={t`One a line: from which node | by which command, in full | why`}
        value={items}
        autosize
        minRows={4}
        classNames={{ input: 'mono' }}
        onChange={(event) => setItems(storable(event.currentTarget.value))}
      />
    </PublishForm>
  );
}

export function RecipesPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('recipe', row);
  const [open, setEditing] = useOpenForm<string>(PLACE);
  const recipes = useView(readRecipes) ?? [];
  const isThere = open === '' || recipes.some(({ id }) => id === open);
  const editing = writes && isThere ? open : null;
  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            A recipe stands beside the files of a case, and says which of its outputs are missing.
          </Trans>
        </p>
        {writes && editing === null && (
          <Button onClick={() => setEditing('')}>
            <Trans>New recipe</Trans>
          </Button>
        )}
      </div>
      {editing === '' && <RecipeForm recipe={null} onDone={() => setEditing(null)} />}
      {recipes.length === 0 && editing === null && (
        <p className="card empty">
          <Trans>No recipe was published yet.</Trans>
        </p>
      )}
      {recipes.map((each) =>
        editing === each.id ? (
          <RecipeForm key={each.id} recipe={each} onDone={() => setEditing(null)} />
        ) : (
          <section key={each.id} className="card stack" aria-labelledby={`recipe-${each.id}`}>
            <div className="row">
              <h2 id={`recipe-${each.id}`}>{each.title}</h2>
              <span className="quiet">
                <Trans>version {each.version}</Trans>
              </span>
              <SampleMark sample={each.sample} />
              {writes && (
                <Button
                  variant="default"
                  aria-label={t`Change ${each.title}`}
                  onClick={() => setEditing(each.id)}
                >
                  <Trans>Change</Trans>
                </Button>
              )}
            </div>
            <ul className="plain-list">
              {each.items.map(({ node, command, why }) => (
                <li key={`${node} ${command}`}>
                  <span className="mono">{command}</span>
                  {node === '' ? '' : t` from ${node}`}
                  {why === '' ? '' : `: ${why}`}
                </li>
              ))}
            </ul>
            <RowHistory table="recipes" rowKey={each.id} />
          </section>
        ),
      )}
    </>
  );
}
