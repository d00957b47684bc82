/** The list of what was checked in this window, for an audit: it grows with each check and is saved as a file. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { create } from 'zustand';
import { type Checked, checkedCsv, notGenuine } from '../../../shared/certification/checked-csv.ts';
import { verdictTitles } from '../../../shared/certification/verdict.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { formatLocalTime } from '../../ui/times.ts';

/** More are not kept; the list says so, and is saved and begun anew. */
const MOST = 1_000;
/** Lines that are drawn, the newest. */
const DRAWN = 20;

interface CheckedList {
  /** `n` counts up from 1. */
  entries: readonly (Checked & { n: number })[];
  add(entries: readonly Checked[]): void;
  clear(): void;
}

/** Kept as long as the window is open, and nowhere else. */
export const useCheckedList = create<CheckedList>((set) => ({
  entries: [],
  add: (more) =>
    set(({ entries }) => {
      const numbered = more.map((each, i) => ({ ...each, n: entries.length + i + 1 }));
      return { entries: [...entries, ...numbered].slice(0, MOST) };
    }),
  clear: () => set({ entries: [] }),
}));

/** The holder's name; empty where nothing that is said of one can be believed. */
const holderOf = ({ verdict }: Checked) =>
  notGenuine.includes(verdict.kind) ? '' : (verdict.said?.person.name ?? '');

export function CheckedPart({ now }: { now: () => Date }) {
  const entries = useCheckedList((list) => list.entries);
  const clear = useCheckedList((list) => list.clear);
  if (entries.length === 0) return null;
  const save = () =>
    saveTextFile(`checked-${now().toISOString().slice(0, 10)}.csv`, checkedCsv(entries), 'text/csv');
  const shown = entries.slice(-DRAWN).reverse();
  return (
    <section className="card stack no-print" aria-labelledby="checked">
      <h2 id="checked">
        <Trans>Checked in this window</Trans>
      </h2>
      <ul className="plain-list" aria-label={t`Checked, newest first`}>
        {shown.map((each) => (
          <li key={each.n}>
            <strong>{verdictTitles[each.verdict.kind]}</strong>
            {holderOf(each) !== '' && `: ${holderOf(each)}`}{' '}
            <span className="quiet num">
              {each.how}, {formatLocalTime(each.at)}
            </span>
          </li>
        ))}
      </ul>
      {entries.length > DRAWN && (
        <p className="quiet num">
          <Trans>
            The newest {DRAWN} of {entries.length}. The file has all.
          </Trans>
        </p>
      )}
      {entries.length === MOST && (
        <p className="waiting">
          <Trans>The list is full at {MOST.toLocaleString('en')}. Save it and begin a new one.</Trans>
        </p>
      )}
      <div className="row">
        <Button variant="default" onClick={save}>
          <Trans>Save the list as CSV</Trans>
        </Button>
        <Button variant="default" onClick={clear}>
          <Trans>Begin a new list</Trans>
        </Button>
      </div>
    </section>
  );
}
