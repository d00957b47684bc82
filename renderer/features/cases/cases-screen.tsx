import { Button, FileButton, Menu, NativeSelect, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { MAX_CASE_FILE_BYTES } from '../../../shared/bridge/contract.ts';
import { caseStates } from '../../../shared/cases/schema.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { importCase } from '../../commands/cases.ts';
import { Screen } from '../../ui/screen.tsx';
import { type CaseQuery, caseIds } from '../../views/case-list.ts';
import { useApp } from '../../views/hooks.tsx';
import { CaseGrid } from './case-grid.tsx';
import { type Column, columns } from './columns.ts';
import { NewCaseForm } from './new-case-form.tsx';

const start: CaseQuery = {
  sort: 'updatedAt',
  descending: true,
  text: '',
  state: null,
  priority: null,
  waitingOnly: false,
};
const usual: readonly Column['id'][] = [
  'number',
  'title',
  'customer',
  'state',
  'priority',
  'nextDue',
  'missing',
  'waiting',
  'updatedAt',
];

/** The filters that are set, each a word that takes itself away. */
function FilterWords({ query, change }: { query: CaseQuery; change: (part: Partial<CaseQuery>) => void }) {
  const words: { text: string; clear: Partial<CaseQuery> }[] = [];
  if (query.state) words.push({ text: stateWords[query.state], clear: { state: null } });
  if (query.priority)
    words.push({
      text: query.priority === 'none' ? 'no priority' : query.priority,
      clear: { priority: null },
    });
  if (query.waitingOnly) words.push({ text: 'waiting to sync', clear: { waitingOnly: false } });
  if (query.text.trim() !== '') words.push({ text: `“${query.text.trim()}”`, clear: { text: '' } });
  return words.map(({ text, clear }) => (
    <button
      key={text}
      type="button"
      className="filter-word"
      aria-label={`Remove the filter ${text}`}
      onClick={() => change(clear)}
    >
      {text} <span aria-hidden="true">×</span>
    </button>
  ));
}

export function CasesScreen({ adding = false }: { adding?: boolean }) {
  const app = useApp();
  const { db } = app;
  const [, navigate] = useLocation();
  const [query, setQuery] = useState<CaseQuery>(start);
  const [problem, setProblem] = useState('');
  const chosen =
    useLiveQuery(
      async () => ((await db.settings.get('case-columns'))?.value as Column['id'][] | undefined) ?? usual,
      [db],
    ) ?? usual;
  const count = useLiveQuery(
    async () => ({ all: await db.summaries.count(), found: (await caseIds(db, query)).length }),
    [db, query],
  );
  const change = (part: Partial<CaseQuery>) => setQuery((before) => ({ ...before, ...part }));

  async function read(file: File | null): Promise<void> {
    if (!file) return;
    if (file.size > MAX_CASE_FILE_BYTES)
      return setProblem(`${file.name} is larger than 64 MB, which no case file is.`);
    const done = await importCase(app, await file.text());
    if (done.ok) navigate(`/cases/${done.id}`);
    else setProblem(`${file.name}: ${done.message}`);
  }

  async function toggle(id: Column['id']): Promise<void> {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    if (next.length > 0) await db.settings.put({ id: 'case-columns', value: next });
  }

  return (
    <Screen
      title="Cases"
      actions={
        <>
          <Button onClick={() => navigate('/new')}>New case</Button>
          <FileButton
            onChange={(file) => void read(file)}
            accept=".json,application/json"
            inputProps={{ 'aria-label': 'Case file' }}
          >
            {(props) => (
              <Button variant="default" {...props}>
                Import a case file
              </Button>
            )}
          </FileButton>
          <Button variant="default" onClick={() => navigate('/cases/import')}>
            Import a packet
          </Button>
        </>
      }
    >
      {adding && <NewCaseForm onClose={() => navigate('/cases')} />}
      {problem !== '' && (
        <p className="card bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <TextInput
          aria-label="Search the cases"
          placeholder="Search"
          value={query.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label="State"
          value={query.state ?? ''}
          data={[
            { value: '', label: 'Any state' },
            ...caseStates.map((value) => ({ value, label: stateWords[value] })),
          ]}
          onChange={(event) =>
            change({ state: caseStates.find((each) => each === event.currentTarget.value) ?? null })
          }
        />
        <NativeSelect
          aria-label="Priority"
          value={query.priority ?? ''}
          data={[
            { value: '', label: 'Any priority' },
            'P1',
            'P2',
            'P3',
            'P4',
            { value: 'none', label: 'Not set' },
          ]}
          onChange={(event) =>
            change({
              priority:
                event.currentTarget.value === ''
                  ? null
                  : (event.currentTarget.value as CaseQuery['priority']),
            })
          }
        />
        <Button
          variant="default"
          aria-pressed={query.waitingOnly}
          onClick={() => change({ waitingOnly: !query.waitingOnly })}
        >
          Waiting to sync
        </Button>
        <Menu closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="default">Columns</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {columns.map((column) => (
              <Menu.Item
                key={column.id}
                role="menuitemcheckbox"
                aria-checked={chosen.includes(column.id)}
                onClick={() => void toggle(column.id)}
              >
                {chosen.includes(column.id) ? '✓ ' : '\u2003'}
                {column.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <FilterWords query={query} change={change} />
        <span className="quiet num" role="status">
          {count
            ? count.found === count.all
              ? `${count.all} cases`
              : `${count.found} of ${count.all} cases`
            : ''}
        </span>
      </div>
      {count?.all === 0 ? (
        <p className="card empty">There is no case yet. Open one, or import a case file.</p>
      ) : count?.found === 0 ? (
        <p className="card empty">No case fits these filters.</p>
      ) : (
        <CaseGrid
          key={[query.text, query.state, query.priority, query.waitingOnly].join(' ')}
          query={query}
          shown={columns.filter((column) => chosen.includes(column.id))}
          onSort={(column) =>
            change({
              sort: column.id as CaseQuery['sort'],
              descending: query.sort === column.id ? !query.descending : column.id === 'updatedAt',
            })
          }
        />
      )}
    </Screen>
  );
}
