/** A recipe as a list: which of its outputs are there, and which is missing from which node. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CopyButton, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { missingWords, type Recipe, recipeState } from '../../../shared/knowledge/recipes.ts';
import { Icon } from '../../ui/icons.tsx';
import classes from './collect.module.css';
import type { CollectingSession } from './collecting.ts';

/** @param recipes those that fit the case, the closest first */
export function RecipeList({ session, recipes }: { session: CollectingSession; recipes: readonly Recipe[] }) {
  const { outputs } = useStore(session.store);
  const [chosen, setChosen] = useState('');
  const recipe = recipes.find(({ id }) => id === chosen) ?? recipes[0];
  if (!recipe) return null;
  const states = recipeState(recipe, outputs);
  const missing = missingWords(states);
  return (
    <section aria-label={t`Recipe: ${recipe.title}`} className={classes.recipe}>
      <div className={classes.head}>
        <h2>
          <Trans>Recipe: {recipe.title}</Trans>
        </h2>
        <span className={classes.meta}>
          <Trans>
            {states.length - missing.length} of {states.length}, version {recipe.version}
          </Trans>
        </span>
        {recipes.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t`Recipe`}
            value={recipe.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={recipes.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
      </div>
      <ul className="plain-list">
        {states.map(({ node, command, why, at }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recipe may ask two nodes for one command
          <li key={`${command} ${index}`} className={classes.recipeItem} title={why}>
            {at ? <Icon name="done" /> : <span className={classes.ring} role="img" aria-label={t`missing`} />}
            <span>
              {at ? '' : t`missing: `}
              <span className="mono">{command}</span>
              {node === '' ? '' : t` from ${node}`}
            </span>
            {at ? (
              <button
                type="button"
                className={classes.source}
                onClick={() => session.store.setState({ shown: at })}
              >
                {at.file}:{at.line}
              </button>
            ) : (
              <CopyButton value={command}>
                {({ copied, copy }) => (
                  <button type="button" className={classes.source} onClick={copy}>
                    {copied ? t`copied` : t`copy`}
                  </button>
                )}
              </CopyButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
