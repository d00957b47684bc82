/** What a record says, field by field, under the names that its form has. Empty fields are left out. */
import { choiceWord } from '../../ui/choices.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { capturedTime } from '../../ui/times.ts';

export type FactValue = string | number | boolean | null | undefined | { at: string; zone: string };

function words(field: string, value: FactValue): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'object') return capturedTime(value);
  if (value === 'yes') return 'Yes';
  if (value === 'no') return 'No';
  return typeof value === 'string' ? choiceWord('', field, value) : String(value);
}

export function Facts({
  record,
  fields,
}: {
  record: Readonly<Record<string, FactValue>>;
  fields: readonly string[];
}) {
  const said = fields.flatMap((field) => {
    const text = words(field, record[field]);
    return text === '' ? [] : [{ field, text }];
  });
  if (said.length === 0) return null;
  return (
    <dl className="facts packet-facts">
      {said.map(({ field, text }) => (
        <div key={field} className="fact-pair">
          <dt>{fieldWord('cases', field)}</dt>
          <dd className="said">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
