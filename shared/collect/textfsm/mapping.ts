/** A mapping file: which facts the fields of a template are. See SPEC.md, T70 to T72. */
import { z } from 'zod';
import { systemFields } from '../collected.ts';
import type { Line } from '../lines.ts';
import type { Sink, SystemSink } from '../sink.ts';
import type { Field, Item } from './record.ts';
import type { Parsed } from './run.ts';

const name = z.string().min(1).max(200);
const lists = ['addresses', 'serials', 'models', 'macAddresses'] as const;

const factOfField = z.union([
  z.strictObject({ field: name, fact: z.enum(systemFields) }),
  z.strictObject({ field: name, fact: z.enum(lists) }),
  z.strictObject({ field: name, fact: z.literal('revision'), component: name }),
  z.strictObject({
    field: name,
    fact: z.literal('configuration'),
    section: name,
    /** The entry's key; where `keyField` is given, that field's value stands before it. */
    key: name.optional(),
    keyField: name.optional(),
  }),
]);
export type FactOfField = z.infer<typeof factOfField>;

const mappingFile = z.strictObject({
  format: z.literal('partner-console-mapping'),
  version: z.literal(1),
  /** By the file name of the template. */
  templates: z.record(name, z.array(factOfField).max(200)),
});
export type Mapping = z.infer<typeof mappingFile>;

/** A mapping, or what is wrong with the file in one sentence. */
export function readMapping(value: unknown): Mapping | string {
  const read = mappingFile.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  return `It is no mapping of templates, or holds a value that does not fit, at ${issue?.path.join('.') || 'the file'}.`;
}

/** What a template read out of one output. */
export interface TemplateReading {
  /** The template's file name. */
  template: string;
  parsed: Parsed;
  /** What else is to be said, such as that it was stopped. */
  notes: readonly string[];
}

const textOf = (item: Item): string =>
  item === null ? '' : typeof item === 'string' ? item : JSON.stringify(item);
const textsOf = (field: Field | undefined): string[] =>
  field === undefined ? [] : typeof field === 'string' ? [field] : field.map(textOf);

/** Gives the facts of a reading to the sink, and says what was left out. @param lines of the output that was read */
export function applyMapping(
  { template, parsed, notes }: TemplateReading,
  mapping: Mapping,
  lines: readonly Line[],
  sink: Sink,
): void {
  const rules = mapping.templates[template];
  for (const note of notes) sink.note(note);
  const numberOf = (line: number) => lines[line - 1]?.number ?? lines.at(-1)?.number ?? line;
  for (const { line, text } of parsed.skipped)
    sink.note(`Line ${numberOf(line)} was left out, which ${template} does not know: ${text.slice(0, 120)}`);
  if (parsed.moreSkipped > 0) sink.note(`${parsed.moreSkipped} further lines were left out.`);
  if (parsed.cut) sink.note(parsed.cut);
  if (!rules) {
    sink.note(
      `The mapping file says nothing of ${template}: its ${parsed.records.length} records became no facts.`,
    );
    return;
  }
  const column = new Map(parsed.header.map((each, at) => [each, at]));
  const hostField = rules.find(({ fact }) => fact === 'hostname')?.field;
  for (const [at, record] of parsed.records.entries()) {
    const line = numberOf(parsed.recordLines[at] ?? 1);
    const fieldOf = (field: string) => record[column.get(field) ?? -1];
    const host = hostField === undefined ? '' : (textsOf(fieldOf(hostField))[0] ?? '');
    const system = sink.system(parsed.records.length > 1 ? host : '');
    for (const rule of rules)
      for (const text of textsOf(fieldOf(rule.field)))
        apply(rule, text, line, system, (field) => textsOf(fieldOf(field))[0] ?? '');
  }
}

function apply(
  rule: FactOfField,
  text: string,
  line: number,
  system: SystemSink,
  of: (field: string) => string,
): void {
  switch (rule.fact) {
    case 'revision':
      system.revision(rule.component, text, line);
      break;
    case 'configuration': {
      const key = [rule.keyField === undefined ? '' : of(rule.keyField), rule.key ?? '']
        .filter((each) => each !== '')
        .join(', ');
      system.entry(rule.section, key === '' ? rule.field : key, text, line);
      break;
    }
    case 'addresses':
    case 'serials':
    case 'models':
    case 'macAddresses':
      system.add(rule.fact, text, line);
      break;
    default:
      system.set(rule.fact, text, line);
  }
}
