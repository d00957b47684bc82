/** What was changed of a row of the catalogue: when, by whom, from what to what. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { cut } from '../../../shared/base/cut.ts';
import { sameValue } from '../../../shared/base/hash.ts';
import type { CatalogueChange } from '../../../shared/policy/documents.ts';
import type { TableName } from '../../../shared/sync/tables.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { readRowChanges } from '../../views/catalogue.ts';
import { useView } from '../../views/use-view.ts';

type Row = Record<string, unknown>;
const rowOf = (value: unknown): Row => (value !== null && typeof value === 'object' ? (value as Row) : {});

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return t`nothing`;
  if (Array.isArray(value)) return value.length === 0 ? t`nothing` : value.map(inWords).join('; ');
  if (typeof value !== 'object') return String(value);
  // What is not known says nothing in a list, and yes or no goes by the name of the question.
  return Object.entries(value)
    .flatMap(([name, part]) =>
      part === null || part === '' || part === false
        ? []
        : part === true
          ? fieldWord('products', name)
          : inWords(part),
    )
    .join(', ');
}

function short(value: unknown): string {
  const text = inWords(value);
  return text.length > 400 ? `${cut(text, 400)}…` : text;
}

/** Of two lists what only one of them has: a change of one line does not repeat the others. */
function apart(old: unknown, next: unknown): [unknown, unknown] {
  if (!Array.isArray(next) || (old !== undefined && !Array.isArray(old))) return [old, next];
  const before = (old ?? []) as unknown[];
  const only = (a: unknown[], b: unknown[]) => a.filter((each) => !b.some((other) => sameValue(each, other)));
  return [only(before, next), only(next, before)];
}

function changedFields({ before, after }: CatalogueChange): { field: string; from: string; to: string }[] {
  const [old, next] = [rowOf(before), rowOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((field) => field !== 'id' && !sameValue(old[field], next[field]))
    .map((field) => {
      const [from, to] = apart(old[field], next[field]);
      return { field, from: short(from), to: short(to) };
    });
}

function Change({ change }: { change: CatalogueChange }) {
  const what = change.before === null ? t`Added` : change.after === null ? t`Removed` : t`Changed`;
  return (
    <li className="entry">
      <strong>{what}</strong>{' '}
      <span className="quiet num">
        {change.by.name}, {formatLocalTime(change.at)}
      </span>
      {what === 'Changed' && (
        <ul>
          {changedFields(change).map(({ field, from, to }) => (
            <li key={field}>
              {fieldWord(change.table, field)}: <del>{from}</del> → <ins>{to}</ins>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

export function RowHistory({ table, rowKey }: { table: TableName; rowKey: string }) {
  const changes = useView(readRowChanges, table, rowKey);
  if (changes === undefined) return null;
  // What was published a moment ago comes with the next sync, and before the row's own history there is no other word of it.
  if (changes.length === 0)
    return (
      <p className="quiet">
        <Trans>No changes are known here.</Trans>
      </p>
    );
  return (
    <details>
      <summary>
        <Trans>
          History: <Plural value={changes.length} one="# change" other="# changes" />
        </Trans>
      </summary>
      <ul className="plain-list">
        {changes.toReversed().map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ul>
    </details>
  );
}
