/** Holidays that business days leave out (P-25). A new version takes the place of the one before, and clocks are counted anew. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { storable } from '../../../shared/base/values.ts';
import type { HolidayList } from '../../../shared/policy/schema.ts';
import { publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { readHolidayLists } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { holidayChanges, holidayLines, readHolidays } from './holiday-text.ts';
import { PublishForm, SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';
import { TextFromFile } from './text-from-file.tsx';

const PLACE = 'holidays';
const FORM = formId(PLACE, 'new');
const MAX_FILE_BYTES = 1_000_000;

/** What publishing would change, while it is typed: a day that a file forgot is seen before clocks are counted by it. */
function Changes({ newest, text }: { newest: HolidayList | null; text: string }) {
  const read = readHolidays(text);
  if (!newest || !read.ok) return null;
  const changes = holidayChanges(newest.dates, read.dates);
  return (
    <section className="stack" aria-label={t`Compared with version ${newest.version}`}>
      {changes.length === 0 ? (
        <p className="quiet">
          <Trans>The same days as in version {newest.version}.</Trans>
        </p>
      ) : (
        changes.map((each) => <p key={each}>{each}</p>)
      )}
    </section>
  );
}

function HolidayForm({ newest, onDone }: { newest: HolidayList | null; onDone: () => void }) {
  const app = useApp();
  const [text, setText] = useKeptState(FORM, 'text', newest ? holidayLines(newest.dates) : '');
  const version = (newest?.version ?? 0) + 1;

  async function submit(): Promise<readonly string[] | Outcome> {
    const answer = readHolidays(text);
    if (!answer.ok) return answer.faults;
    const { dates } = answer;
    return publishRow(app, 'holidayLists', {
      id: app.newId(),
      version,
      publishedAt: app.now().toISOString(),
      dates,
      sample: false,
    });
  }

  return (
    <PublishForm
      form={FORM}
      title={t`Holidays, version ${version}`}
      button={t`Publish version ${version}`}
      submit={submit}
      onDone={onDone}
    >
      <p className="quiet">
        <Trans>
          It replaces the list before it. Running clocks are recounted; what they said before stays in their
          history.
        </Trans>
      </p>
      <Textarea
        label={t`One a line: date, then name`}
        description={t`2026-11-26 Thanksgiving Day`}
        classNames={{ input: 'mono' }}
        value={text}
        maxLength={60_000}
        onChange={(event) => setText(storable(event.currentTarget.value))}
      />
      <Changes newest={newest} text={text} />
      <TextFromFile
        label={t`File with holidays`}
        accept=".txt,.csv,.json"
        most={MAX_FILE_BYTES}
        tooLarge={t`larger than 1 MB, which no such list is.`}
        onText={setText}
      />
    </PublishForm>
  );
}

export function HolidaysPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('holidays', row);
  const [open, setOpen] = useOpenForm<'new'>(PLACE);
  const lists = useView(readHolidayLists);
  const adding = writes && open !== null;
  const inOrder = [...(lists ?? [])].sort((a, b) => b.version - a.version);
  const [newest] = inOrder;
  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            Business days leave these days out, by Central time. <ClauseLink id="P-25" />{' '}
            <ClauseLink id="P-32" />
          </Trans>
        </p>
        {writes && !adding && (
          <Button onClick={() => setOpen('new')}>
            <Trans>New version</Trans>
          </Button>
        )}
      </div>
      {adding && lists && <HolidayForm newest={newest ?? null} onDone={() => setOpen(null)} />}
      {inOrder.length === 0 && (
        <p className="card empty">
          <Trans>No list of holidays was published: only weekends are left out.</Trans>
        </p>
      )}
      {inOrder.map((list) => (
        <section key={list.id} className="card stack" aria-labelledby={`holidays-${list.id}`}>
          <div className="row">
            <h2 id={`holidays-${list.id}`}>
              <Trans>Version {list.version}</Trans>
            </h2>
            {list === newest ? (
              <span className="good">
                <Trans>in force</Trans>
              </span>
            ) : (
              <span className="quiet">
                <Trans>superseded</Trans>
              </span>
            )}
            <span className="quiet num">
              <Trans>published {formatLocalTime(list.publishedAt)}</Trans>
            </span>
            <SampleMark sample={list.sample} />
          </div>
          {list.dates.length === 0 ? (
            <p className="quiet">
              <Trans>It is empty: only weekends are left out.</Trans>
            </p>
          ) : (
            <details open={list === newest}>
              <summary>
                <Plural value={list.dates.length} one="# day" other="# days" />
              </summary>
              <ul className="plain-list">
                {list.dates.map(({ date, name }) => (
                  <li key={date}>
                    <span className="num mono">{date}</span> {name}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <RowHistory table="holidayLists" rowKey={list.id} />
        </section>
      ))}
    </>
  );
}
