/** The views as tabs, and saving the filters that are set as one more. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { removeView, saveView } from '../../commands/case-views.ts';
import { Icon } from '../../ui/icons.tsx';
import { useKeptState } from '../../ui/kept-form.ts';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import type { CaseQuery } from '../../views/case-list.ts';
import { type CaseView, MOST_NAME } from '../../views/case-views.ts';
import { useApp } from '../../views/hooks.tsx';
import styles from './cases.module.css';

/** The same filters, whatever the order of the list. */
function sameFilters(a: CaseQuery, b: CaseQuery): boolean {
  return (
    a.text.trim() === b.text.trim() &&
    a.state === b.state &&
    a.priority === b.priority &&
    a.waitingOnly === b.waitingOnly &&
    (a.engineerId ?? null) === (b.engineerId ?? null) &&
    (a.ended ?? null) === (b.ended ?? null) &&
    (a.urgentOnly ?? false) === (b.urgentOnly ?? false) &&
    (a.dueOnly ?? false) === (b.dueOnly ?? false)
  );
}

function SaveView({ query }: { query: CaseQuery }) {
  const app = useApp();
  const [open, setOpen] = useState(false);
  const [name, setName] = useKeptState('save-view', 'name', '');
  const save = useOneAtATime(async () => {
    if (name.trim() === '') return;
    await saveView(app, { id: app.newId(), name: name.trim(), query });
    setName('');
    setOpen(false);
  });
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus width={260}>
      <Popover.Target>
        <button type="button" className={styles.save} onClick={() => setOpen(true)}>
          <Icon name="plus" size={14} /> <Trans>Save this view</Trans>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Save this view`}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <TextInput
            label={t`Name of the view`}
            value={name}
            maxLength={MOST_NAME}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div>
            <Button type="submit">
              <Trans>Save</Trans>
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

export function ViewTabs({
  views,
  query,
  onChoose,
}: {
  views: readonly CaseView[];
  query: CaseQuery;
  onChoose: (query: CaseQuery) => void;
}) {
  const app = useApp();
  const here = views.find((view) => sameFilters(view.query, query));
  return (
    <div className={styles.tabs}>
      {views.map((view) => (
        <span key={view.id} className={styles.tab} data-here={view === here}>
          <button type="button" aria-pressed={view === here} onClick={() => onChoose(view.query)}>
            {view.name}
          </button>
          {view.own && view === here && (
            <button
              type="button"
              className={styles.remove}
              aria-label={t`Remove the view ${view.name}`}
              title={t`Remove this view`}
              onClick={() => void removeView(app, view.id)}
            >
              <Icon name="x" size={12} />
            </button>
          )}
        </span>
      ))}
      {!here && <SaveView query={query} />}
    </div>
  );
}
