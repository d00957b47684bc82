import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Menu, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { MAX_CASE_FILE_BYTES } from '../../../shared/bridge/contract.ts';
import { caseStates } from '../../../shared/cases/schema.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { decode } from '../../../shared/collect/decode.ts';
import { keepColumns } from '../../commands/case-views.ts';
import { importCase } from '../../commands/cases.ts';
import { ChooseFiles } from '../../ui/choose-files.tsx';
import { countWords } from '../../ui/filter-bar.tsx';
import { FilterWords } from '../../ui/filter-words.tsx';
import { ListSearch } from '../../ui/list-search.tsx';
import { tell } from '../../ui/messages.ts';
import { Notice } from '../../ui/notice.tsx';
import { Empty } from '../../ui/place.tsx';
import { Screen } from '../../ui/screen.tsx';
import { type CaseQuery, countCases, sampleLines } from '../../views/case-list.ts';
import { builtInViews, plainQuery, readChosenColumns, readViews } from '../../views/case-views.ts';
import { useApp, useIdentity, useMayPush } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { CaseGrid } from './case-grid.tsx';
import styles from './cases.module.css';
import { type Column, columns } from './columns.tsx';
import { NewCaseForm } from './new-case-form.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** What is drawn until the person chooses; the window's width leaves out what it has no room for. */
const usual: readonly Column['id'][] = [
  'priority',
  'number',
  'title',
  'customer',
  'state',
  'missing',
  'nextDue',
  'engineer',
  'waiting',
  'updatedAt',
];

/** The filters that are set, in words. */
function filterWords(query: CaseQuery, change: (part: Partial<CaseQuery>) => void) {
  const words: { text: string; clear: Partial<CaseQuery> }[] = [];
  if (query.state) words.push({ text: stateWords[query.state], clear: { state: null } });
  if (query.priority)
    words.push({
      text: query.priority === 'none' ? t`no priority` : query.priority,
      clear: { priority: null },
    });
  if (query.waitingOnly) words.push({ text: t`not sent yet`, clear: { waitingOnly: false } });
  if (query.engineerId) words.push({ text: t`mine`, clear: { engineerId: null } });
  if (query.ended) words.push({ text: query.ended, clear: { ended: null } });
  if (query.urgentOnly) words.push({ text: t`P1 and P2`, clear: { urgentOnly: false } });
  if (query.dueOnly) words.push({ text: t`due`, clear: { dueOnly: false } });
  if (query.text.trim() !== '') words.push({ text: `“${query.text.trim()}”`, clear: { text: '' } });
  return words.map(({ text, clear }) => ({ text, clear: () => change(clear) }));
}

/** @param view the id of the view that it begins with; one that is not there is that of all cases */
export function CasesScreen({ adding = false, view }: { adding?: boolean; view?: string | undefined }) {
  const app = useApp();
  const [, navigate] = useLocation();
  const identity = useIdentity();
  /** Null until the person chose: then it is the view's, which is read from the database where they saved it. */
  const [asked, setQuery] = useState<CaseQuery | null>(null);
  const [problem, setProblem] = useState('');
  const opens = useMayPush('cases');
  const own = useView(readViews) ?? [];
  const chosen = useView(readChosenColumns) ?? usual;
  const views = [...builtInViews(identity?.person.id ?? ''), ...own];
  const query = asked ?? views.find(({ id }) => id === view)?.query ?? plainQuery;
  const count = useView(countCases, query);
  const sample = useView(sampleLines);
  const change = (part: Partial<CaseQuery>) => setQuery({ ...query, ...part });

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > MAX_CASE_FILE_BYTES)
      return setProblem(t`${file.name} is larger than 64 MB, which no case file is.`);
    const decoded = decode(new Uint8Array(await file.arrayBuffer()));
    if (decoded.kind === 'binary') return setProblem(t`${file.name} is ${decoded.what}, and no case file.`);
    const done = await importCase(app, decoded.text);
    if (!done.ok) return setProblem(`${file.name}: ${done.message}`);
    // It has a number of its own here, which is not the one in the file's name.
    const imported = t`Imported as ${caseNumber(done.id)}, saved on this computer.`;
    tell([imported, done.leftOut].filter(Boolean).join(' '), { stays: done.leftOut !== '' });
    navigate(`/cases/${done.id}`);
  }

  async function toggle(id: Column['id']): Promise<void> {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    if (next.length > 0) await keepColumns(app, next);
  }

  return (
    <Screen
      title={t`Cases`}
      flush
      below={<ViewTabs views={views} query={query} onChoose={setQuery} />}
      actions={
        opens && (
          <>
            <ChooseFiles
              label={t`Case file`}
              accept=".json,application/json"
              onChoose={([file]) => void read(file)}
            >
              {t`Import a case file`}
            </ChooseFiles>
            <Button variant="default" onClick={() => navigate('/cases/import')}>
              <Trans>Import a packet</Trans>
            </Button>
            {!adding && (
              <Button onClick={() => navigate('/new')}>
                <Trans>New case</Trans>
              </Button>
            )}
          </>
        )
      }
    >
      <div className={styles.all}>
        {(adding || problem !== '') && (
          <div className={styles.above}>
            {adding && <NewCaseForm onClose={() => navigate('/cases')} />}
            {problem !== '' && (
              <Notice tone="bad" alert>
                {problem}
              </Notice>
            )}
          </div>
        )}
        <div className={styles.filters} hidden={count?.all === 0}>
          <ListSearch
            label={t`Search the cases`}
            placeholder={t`Type to filter`}
            value={query.text}
            onChange={(text) => change({ text })}
          />
          <NativeSelect
            aria-label={t`State`}
            value={query.state ?? ''}
            data={[
              { value: '', label: t`Any stage` },
              ...caseStates.map((value) => ({ value, label: stateWords[value] })),
            ]}
            onChange={(event) =>
              change({ state: caseStates.find((each) => each === event.currentTarget.value) ?? null })
            }
          />
          <NativeSelect
            aria-label={t`Priority`}
            value={query.priority ?? ''}
            data={[
              { value: '', label: t`Any priority` },
              'P1',
              'P2',
              'P3',
              'P4',
              { value: 'none', label: t`Not set` },
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
          <FilterWords words={filterWords(query, change)} />
          <span className={styles.end}>
            <span className="quiet num" role="status">
              {count ? countWords(count.found, count.all, ['case', 'cases']) : ''}
            </span>
            <Menu closeOnItemClick={false}>
              <Menu.Target>
                <Button variant="default">
                  <Trans>Columns</Trans>
                </Button>
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
          </span>
        </div>
        {count?.all === 0 ? (
          <div className={styles.above}>
            <Empty title={t`No case yet`}>
              {adding
                ? t`The case that you open is listed here.`
                : !opens
                  ? t`The cases that your organisation opens are listed here.`
                  : t`Open a new case, or import a case file or a packet that a colleague gave you.`}
            </Empty>
          </div>
        ) : count?.found === 0 ? (
          <div className={styles.above}>
            <Empty
              title={t`No case fits these filters`}
              action={
                <Button variant="default" onClick={() => setQuery(plainQuery)}>
                  <Trans>Show all cases</Trans>
                </Button>
              }
            />
          </div>
        ) : (
          <div className={styles.list}>
            <CaseGrid
              key={JSON.stringify({ ...query, sort: '', descending: false })}
              query={query}
              sample={sample}
              shown={columns.filter((column) => chosen.includes(column.id))}
              onSort={(column) =>
                change({
                  sort: column.id as CaseQuery['sort'],
                  descending: query.sort === column.id ? !query.descending : column.id === 'updatedAt',
                })
              }
            />
          </div>
        )}
      </div>
    </Screen>
  );
}
