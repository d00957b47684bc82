/** Rows of a described table as cards that are added and removed: examples of the fault, links between systems. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { cut } from '../../../../shared/base/cut.ts';
import { capital } from '../../../../shared/base/sentence.ts';
import { fileNames } from '../../../../shared/cases/attachments.ts';
import { cardFields, cardsOf, cardTables, newCard } from '../../../../shared/cases/cards.ts';
import type { CaseTable } from '../../../../shared/cases/contents.ts';
import type { Field } from '../../../../shared/cases/field.ts';
import { systemName } from '../../../../shared/cases/systems.ts';
import { tableWord } from '../../../../shared/sync/tables.ts';
import { addRow, type CaseRow, patchRow, removeRow } from '../../../commands/described-rows.ts';
import { writingOver } from '../../../commands/written-over.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { tellRefusal } from '../../../ui/undo.tsx';
import { contentsOf, useApp, useCaseNow, useCasePart, useEditable } from '../../../views/hooks.tsx';
import type { CasePart } from '../case-address.ts';
import { placeId } from '../places.ts';
import { tellCaseDone } from '../undo-history.ts';
import { useFindingsAt } from './case-field.tsx';
import { inputText, shownField, storedValue } from './described-field.ts';

const MOST_OF_A_NAME = 80;

function RowField({
  table,
  row,
  name,
  field: described,
  options,
}: {
  table: CaseTable;
  row: CaseRow;
  name: string;
  field: Field;
  options: SavedFieldProps['options'];
}) {
  const app = useApp();
  const editable = useEditable();
  const findings = useFindingsAt(table, row.id, name);
  const value = row[name];
  return (
    <SavedField
      {...shownField(described, options)}
      id={placeId({ table, id: row.id, field: name })}
      value={inputText(described, value)}
      findings={findings}
      readOnly={!editable}
      onSave={(next, over) => {
        const fields = (text: string) => ({
          // What a row has from the beginning is chosen anew, and never taken away.
          [name]: text === '' && described.given ? value : storedValue(described, text),
        });
        return patchRow(writingOver(app, over.map(fields)), table, row.id, fields(next));
      }}
    />
  );
}

/** The rows that a field may name by their ids. */
function useOptions(): (field: Field) => SavedFieldProps['options'] {
  const systems = useCasePart((open) => contentsOf(open).systems);
  const files = useCasePart((open) => contentsOf(open).attachments);
  return ({ input }) => {
    if (input.kind !== 'reference') return undefined;
    if (input.to === 'systems') return systems.map((each) => ({ value: each.id, label: systemName(each) }));
    if (input.to === 'attachments') return [...fileNames(files)].map(([value, label]) => ({ value, label }));
    return undefined;
  };
}

/** The first that somebody wrote on a card, by which they know it again; none where nobody wrote anything. */
function firstText(table: CaseTable, row: CaseRow): string[] {
  return cardFields(table)
    .filter(([, { input }]) => input.kind === 'line' || input.kind === 'text')
    .map(([name]) => row[name])
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .slice(0, 1)
    .map((text) => cut(text, MOST_OF_A_NAME));
}

/** The rows of one table, with what adds another where the case has what it needs. */
function Cards({ table }: { table: CaseTable }) {
  const app = useApp();
  const editable = useEditable();
  const rows: readonly CaseRow[] = useCasePart((open) => contentsOf(open)[table]);
  const addable = useCasePart((open) => newCard(table, '', contentsOf(open)) !== null);
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const caseNow = useCaseNow();
  const options = useOptions();
  const word = tableWord(table);
  const insert = useOneAtATime(async () => {
    const row = newCard(table, app.newId(), contentsOf(caseNow()));
    if (row) tellRefusal(await addRow(app, table, row));
  });
  async function remove(row: CaseRow, at: number): Promise<void> {
    const name = [`${capital(word)} ${at + 1}`, ...firstText(table, row)].join(': ');
    tellCaseDone(caseId, t`The ${word} was removed.`, await removeRow(app, table, row, name));
  }
  if (rows.length === 0 && !addable) return null;
  return (
    <div className="stack">
      {rows.map((row, at) => (
        <fieldset key={row.id} className="card stack">
          <legend>
            {capital(word)} {at + 1}
          </legend>
          <div className="fields">
            {cardFields(table).map(([name, field]) => (
              <RowField
                key={name}
                table={table}
                row={row}
                name={name}
                field={field}
                options={options(field)}
              />
            ))}
          </div>
          {editable && (
            <div>
              <Button
                variant="default"
                aria-label={t`Remove ${word} ${at + 1}`}
                onClick={() => void remove(row, at)}
              >
                <Trans>Remove</Trans>
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {editable && addable && (
        <div>
          <Button id={placeId({ table, id: null, field: null })} variant="default" onClick={insert}>
            <Trans>
              Add {/^[aeiou]/.test(word) ? t`an` : t`a`} {word}
            </Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

/** The tables that are cards on this part of the form, as their descriptions say. */
export function PartCards({ part }: { part: CasePart }) {
  return cardTables
    .filter((table) => cardsOf(table)?.part === part)
    .map((table) => <Cards key={table} table={table} />);
}
