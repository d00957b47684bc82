/** A case as a file: for the cli, for carrying a case by hand, for a look at what the console holds. */
import { z } from 'zod';
import { JsonExcess, parseForeignJson } from '../base/json-bounds.ts';
import { instant } from '../base/values.ts';
import { policyDocument } from '../policy/documents.ts';
import { productRecord } from '../policy/products.ts';
import { contract, rate } from '../policy/schema.ts';
import {
  type CaseContents,
  caseContents,
  caseTables,
  type DescribedTable,
  descriptions,
  rowsOf,
} from './contents.ts';
import type { Field } from './field.ts';
import type { Provenance } from './provenance.ts';

export const caseFile = z.strictObject({
  format: z.literal('partner-console-case'),
  version: z.literal(1),
  exportedAt: instant,
  contents: caseContents,
  /** The catalogue that the console had, so that a check elsewhere gives the same findings. */
  products: z.array(productRecord).max(2_000),
  /** What was published of rates, documents and contracts; files of before schema 5 do not say it, and their papers are not judged by it. */
  papers: z
    .strictObject({
      rates: z.array(rate).max(500),
      documents: z.array(policyDocument).max(100),
      contracts: z.array(contract).max(5_000),
    })
    .optional(),
});
export type CaseFile = z.infer<typeof caseFile>;

/** Signs of a file that a refusal repeats: a line for a person, whatever the file holds. */
const MOST_QUOTED = 200;

export type CaseFileAnswer = { ok: true; file: CaseFile } | { ok: false; message: string };

/** Whether a text means to be a case file, good or not. */
export function isCaseFile(text: string): boolean {
  // Its format stands first in what the console writes; somebody's own may have it further down.
  return /"format"\s*:\s*"partner-console-case"/.test(text.slice(0, 10_000));
}

/**
 * Reads the text of a case file. Every row must belong to the file's one case.
 * @param maxLength UTF-16 units that are read at the most
 */
export function parseCaseFile(text: string, maxLength: number): CaseFileAnswer {
  if (text.length > maxLength) {
    return refuse(`The file is larger than ${Math.floor(maxLength / 1_048_576)} MB, which no case file is.`);
  }
  let value: unknown;
  try {
    value = parseForeignJson(text.startsWith('\u{feff}') ? text.slice(1) : text);
  } catch (error) {
    // Unreported: who opens the file is told why nothing was read from it.
    if (error instanceof JsonExcess)
      return refuse(`${error.message}, which no case file does. Nothing was read from the file.`);
    return refuse('The file is not JSON, so it is no case file. Nothing was read from it.');
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    (value as { format?: unknown }).format !== 'partner-console-case'
  ) {
    return refuse('The file is JSON but no case file: its format is not "partner-console-case".');
  }
  const version = (value as { version?: unknown }).version;
  if (version !== 1) {
    return refuse(
      `The case file has version ${JSON.stringify(version)?.slice(0, MOST_QUOTED)}; this console reads version 1. Update the console.`,
    );
  }
  const parsed = caseFile.safeParse(value);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const place = first?.path.map(String).join('.') || 'the file';
    return refuse(
      `The case file has a value that does not fit, at ${place.slice(0, MOST_QUOTED)}: ${(first?.message ?? 'unknown').slice(0, MOST_QUOTED)}.`,
    );
  }
  const stray = strayRow(parsed.data.contents);
  if (stray) return refuse(`The case file holds a row of another case (${stray}).`);
  const repeated = repeatedRow(parsed.data.contents);
  if (repeated) return refuse(`The case file holds a row twice (${repeated}).`);
  return { ok: true, file: parsed.data };
}

function refuse(message: string): CaseFileAnswer {
  return { ok: false, message };
}

/** The first row that belongs to another case, as `table id`; null where all belong. Also what the hub asks of a packet. */
export function strayRow(contents: CaseContents): string | null {
  for (const table of caseTables) {
    // What was frozen before there was the table has none of it.
    const rows: readonly { id: string; caseId: string }[] | undefined = contents[table];
    for (const row of rows ?? []) if (row.caseId !== contents.case.id) return `${table} ${row.id}`;
  }
  return null;
}

/** The first row whose id another of its table has, as `table id`; null where none has. Rules read one of them, and who reads the packet the other. */
export function repeatedRow(contents: CaseContents): string | null {
  for (const table of caseTables) {
    const seen = new Set<string>();
    const rows: readonly { id: string }[] | undefined = contents[table];
    for (const { id } of rows ?? []) {
      if (seen.has(id)) return `${table} ${id}`;
      seen.add(id);
    }
  }
  return null;
}

/**
 * The same case under new ids, so that a file can be imported beside the case it came from. What names a row of the case is
 * known from the description.
 * @param newId gives a fresh id for each old one
 */
export function withNewIds(contents: CaseContents, newId: () => string): CaseContents {
  const ids = new Map<string, string>();
  const rename = (id: string): string => {
    const known = ids.get(id);
    if (known) return known;
    const made = newId();
    ids.set(id, made);
    return made;
  };
  const own = new Set<string>(caseTables);
  const value = (field: Field, value: unknown): unknown => {
    const { input } = field;
    if (input.kind === 'reference')
      return own.has(input.to) && value !== null ? rename(value as string) : value;
    if (input.kind === 'references') return own.has(input.to) ? (value as string[]).map(rename) : value;
    if (input.kind !== 'provenance') return value;
    const from = value as Provenance;
    return from.kind === 'file' && from.attachmentId !== null
      ? { ...from, attachmentId: rename(from.attachmentId) }
      : from;
  };
  const caseId = rename(contents.case.id);
  const renamed = <R extends { id: string }>(table: DescribedTable, row: R): R => {
    const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
    const values = Object.entries(row).map(([name, each]) => {
      if (name === 'id') return [name, rename(row.id)];
      if (name === 'caseId') return [name, caseId];
      const field = fields[name];
      return [name, field ? value(field, each) : each];
    });
    return Object.fromEntries(values) as R;
  };
  return {
    case: renamed('cases', contents.case),
    ...rowsOf(contents, renamed),
    // What a lead let pass was let pass in the other case.
    waivers: [],
  };
}
