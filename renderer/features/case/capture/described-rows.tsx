/** Rows of a described table as cards that are added and removed: examples of the fault, and links between systems. */

import { Button } from '@mantine/core';
import { descriptions } from '../../../../shared/cases/contents.ts';
import type { Field } from '../../../../shared/cases/field.ts';
import {
  addRow,
  patchRow,
  type RowRecord,
  type RowTable,
  removeRow,
} from '../../../commands/described-rows.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { tellDone, tellRefusal } from '../../../ui/undo.tsx';
import { useApp } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { useEditable, useFindingsAt } from './case-field.tsx';
import { inputText, shownField, storedValue } from './described-field.ts';

function RowField({
  table,
  row,
  name,
  options,
}: {
  table: RowTable;
  row: RowRecord;
  name: string;
  options: SavedFieldProps['options'];
}) {
  const app = useApp();
  const editable = useEditable();
  const findings = useFindingsAt(table, row.id, name);
  const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
  const described = fields[name];
  if (!described) return null;
  const value = (row as Record<string, unknown>)[name];
  return (
    <SavedField
      {...shownField(described, described.input.kind === 'reference' ? options : undefined)}
      id={placeId({ table, id: row.id, field: name })}
      value={inputText(described, value)}
      findings={findings}
      readOnly={!editable}
      onSave={(next) =>
        patchRow(app, table, row.id, {
          // What a row has from the beginning is chosen anew, and never taken away.
          [name]: next === '' && described.given ? value : storedValue(described, next),
        })
      }
    />
  );
}

/**
 * @param options what a field that names a row may name
 * @param add makes the row that is added; null where none can be
 */
export function DescribedRows({
  table,
  rows,
  word,
  options,
  add,
}: {
  table: RowTable;
  rows: readonly RowRecord[];
  word: string;
  options?: SavedFieldProps['options'];
  add: (() => RowRecord) | null;
}) {
  const app = useApp();
  const editable = useEditable();
  const names = Object.entries(descriptions[table].fields as Readonly<Record<string, Field>>).flatMap(
    ([name, { input }]) => (input.kind === 'internal' ? [] : [name]),
  );
  const insert = useOneAtATime(async () => {
    if (add) tellRefusal(await addRow(app, table, add()));
  });
  async function remove(row: RowRecord): Promise<void> {
    tellDone(`The ${word} was removed.`, await removeRow(app, table, row));
  }
  return (
    <div className="stack">
      {rows.map((row, at) => (
        <fieldset key={row.id} className="card stack">
          <legend>
            {word[0]?.toUpperCase()}
            {word.slice(1)} {at + 1}
          </legend>
          <div className="fields">
            {names.map((name) => (
              <RowField key={name} table={table} row={row} name={name} options={options} />
            ))}
          </div>
          {editable && (
            <div>
              <Button
                variant="default"
                aria-label={`Remove ${word} ${at + 1}`}
                onClick={() => void remove(row)}
              >
                Remove
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {editable && add && (
        <div>
          <Button id={placeId({ table, id: null, field: null })} variant="default" onClick={insert}>
            Add {/^[aeiou]/.test(word) ? 'an' : 'a'} {word}
          </Button>
        </div>
      )}
    </div>
  );
}
