/** Coverage: who of the organisation may escalate what, who falls out when, and who could take an open case over. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { NativeSelect, ScrollArea } from '@mantine/core';
import { Link } from 'wouter';
import {
  type CoverageCell,
  type CoverageTable,
  type Covered,
  coverageTable,
} from '../../../shared/certification/coverage.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { GIVE_FORMS, GiveCase } from '../../ui/give-case.tsx';
import { useOpenForm } from '../../ui/kept-form.ts';
import { Mark } from '../../ui/mark.tsx';
import { useNow } from '../../ui/now.ts';
import { Empty, Loading } from '../../ui/place.tsx';
import { Screen } from '../../ui/screen.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { formatLocalTime, shortDay } from '../../ui/times.ts';
import { readCasesInWork, readCoverage } from '../../views/coverage.ts';
import { useApp, useMayPush } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import styles from './coverage.module.css';
import { useProductNames } from './holder-screen.tsx';

const DAYS = 90;
const MOST_CASES = 200;

const stateWords: Readonly<Record<Covered, string>> = {
  certified: t`certified`,
  ending: t`certified, ends within ${DAYS} days`,
  ended: t`ended, suspended or revoked`,
};

function Level({ level, covered }: { level: 1 | 2; covered: Covered | null }) {
  return (
    <span
      className={styles.level}
      data-covered={covered ?? 'none'}
      title={covered ? stateWords[covered] : t`no credential`}
    >
      <span aria-hidden="true">{covered === null ? '–' : t`L${level}`}</span>
      <span className="visually-hidden">
        <Trans>
          Level {level}: {covered ? stateWords[covered] : t`none`}.
        </Trans>{' '}
      </span>
    </span>
  );
}

function Cell({ cell }: { cell: CoverageCell | undefined }) {
  return (
    <>
      <Level level={1} covered={cell?.levels[1] ?? null} />
      <Level level={2} covered={cell?.levels[2] ?? null} />
    </>
  );
}

function Matrix({ table, names }: { table: CoverageTable; names: ReadonlyMap<string, string> }) {
  return (
    <ScrollArea
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t`People and products` }}
    >
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Person</Trans>
            </th>
            {table.products.map(({ product }) => (
              <th key={product} scope="col">
                {names.get(product) ?? product}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ person, cells }) => (
            <tr key={person.id}>
              <th scope="row" id={`person-${person.id}`}>
                {person.name}
              </th>
              {table.products.map(({ product }) => (
                <td key={product}>
                  <Cell cell={cells.get(product)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              <Trans>May escalate (Level 2)</Trans>
            </th>
            {table.products.map(({ product, now, later }) => (
              <td key={product} className="num">
                {now === 0 ? <Mark kind="missing" silent /> : later < now && <Mark kind="look" silent />}{' '}
                {now === 0 ? t`nobody` : later < now ? t`${now}, then ${later}` : now}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </ScrollArea>
  );
}

/** Who could take an open case over now, and the act that gives it to them. */
function TakeOver() {
  const gives = useMayPush('cases');
  const [chosen, setCaseId] = useOpenForm<string>(GIVE_FORMS);
  const cases = useView(readCasesInWork, MOST_CASES) ?? [];
  const caseId = cases.find(({ id }) => id === chosen)?.id ?? '';
  return (
    <section aria-labelledby="take-over" className="stack">
      <SectionHead id="take-over" title={t`Who could take a case over`} />
      <NativeSelect
        label={t`Open case`}
        value={caseId}
        data={[
          { value: '', label: t`Choose a case` },
          ...cases.map(({ id, number, title }) => ({ value: id, label: `${number} ${title}` })),
        ]}
        onChange={(event) => setCaseId(event.currentTarget.value || null)}
      />
      {caseId !== '' && (
        <>
          {gives && <GiveCase key={caseId} caseId={caseId} />}
          <Link href={`/cases/${caseId}`}>
            <Trans>Open the case</Trans>
          </Link>
        </>
      )}
    </section>
  );
}

/** @param person the id of whose row to go to */
export function CoverageScreen({ person }: { person?: string | undefined }) {
  useRowArrival('person', person);
  const { now: clock } = useApp();
  const now = useNow(clock);
  const names = useProductNames();
  const known = useView(readCoverage, now);
  const table = known && coverageTable(known.people, known.held, known.products, now, DAYS);
  return (
    <Screen title={t`Coverage`} note={t`who may escalate what, and until when`}>
      {!table ? (
        <Loading>
          <Trans>Reading the credentials of your colleagues</Trans>
        </Loading>
      ) : table.rows.length === 0 ? (
        <Empty title={t`No colleague is known on this computer`}>
          <Trans>They come with the next sync.</Trans>
        </Empty>
      ) : (
        <div className={styles.coverage}>
          <div className="stack">
            <Matrix table={table} names={names} />
            <p className="meta">
              <Trans>
                L1, L2: certified. Underlined: ends within {DAYS} days. Struck through: ended, suspended or
                revoked.
              </Trans>
            </p>
          </div>
          <aside className={styles.side} aria-label={t`What changes, and who could help`}>
            <section aria-labelledby="ending">
              <SectionHead id="ending" title={t`Ends within ${DAYS} days`} count={table.ending.length} />
              {table.ending.length === 0 ? (
                <p className="quiet">
                  <Trans>Nothing ends soon.</Trans>
                </p>
              ) : (
                <Timeline
                  label={t`Credentials that end`}
                  entries={table.ending.map(({ person, name, at }) => ({
                    id: `${person.id} ${name} ${at}`,
                    time: shortDay(at, now),
                    text: person.name,
                    detail: <span title={formatLocalTime(at)}>{name}</span>,
                    tone: 'soon',
                  }))}
                />
              )}
            </section>
            <TakeOver />
          </aside>
        </div>
      )}
    </Screen>
  );
}
