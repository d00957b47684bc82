/** The texts of a case that people typed or read in: all are looked at, and some name the customer because they have to (RD65). */
import { type CaseContents, caseTables, type DescribedTable, descriptions } from '../cases/contents.ts';
import type { Field } from '../cases/field.ts';

export interface CaseText {
  table: DescribedTable;
  id: string;
  field: string;
  /** The field as people know it: `Host name`. */
  label: string;
  text: string;
  /** Why it stands in clear in the packet; null where nothing asks for it. */
  exception: string | null;
}

/** Fields that Level 3 has to read as they are, with what asks for them. */
const exceptions: Readonly<Record<string, string>> = {
  'systems.hostname': 'P-03 asks for it',
  'cases.title': 'the ticket is called by it',
  'cases.customer': 'the ticket is the customer’s',
  'cases.site': 'the ticket is of the site',
  'systems.site': 'P-03 asks for it',
  'cases.contactName': 'P-19 asks for the contact',
  'cases.contactPhone': 'P-19 asks for the contact',
  'cases.contactEmail': 'P-19 asks for the contact',
  'cases.accessContact': 'P-33 asks for access',
  'cases.accessHow': 'P-33 asks for access',
  'cases.backupBy': 'P-20 asks for the backup',
  'consents.signedBy': 'the customer signs',
};

/** Tables whose texts are the partner's own words about the packet, not the customer's. */
const ownWords: readonly DescribedTable[] = ['waivers'];

/** Every typed text of the case that is not blank. */
export function textsOf(contents: CaseContents): CaseText[] {
  const texts: CaseText[] = [];
  const read = (table: DescribedTable, row: Record<string, unknown>) => {
    const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
    for (const [name, field] of Object.entries(fields)) {
      const value = row[name];
      const typed = field.input.kind === 'line' || field.input.kind === 'text';
      if (!typed || typeof value !== 'string' || value.trim() === '') continue;
      const exception = exceptions[`${table}.${name}`] ?? null;
      texts.push({ table, id: String(row.id), field: name, label: field.label, text: value, exception });
    }
  };
  read('cases', contents.case);
  for (const table of caseTables)
    if (!ownWords.includes(table))
      for (const row of contents[table]) if (!('removed' in row && row.removed === true)) read(table, row);
  return texts;
}

/** What stays in clear in files, too, because the packet says it in clear: each with what asks for it. */
export function namedExceptions(contents: CaseContents): { text: string; why: string }[] {
  const named = new Map<string, string>();
  for (const { text, exception, field } of textsOf(contents))
    if (exception && field !== 'accessHow' && field !== 'title' && text.trim().length >= 3)
      named.set(text.trim(), exception);
  return [...named].map(([text, why]) => ({ text, why }));
}
