/**
 * What a packet says, as data: sections of facts, each with its label, its value in words, where it came from, the place that
 * a remark on it is about, and the clause that asks for it. The lead's screen, the desk, paper and the page in the bag draw this
 * and nothing else, so that none of them leaves out what another shows.
 */
import { uuid } from '../base/ids.ts';
import { cardsOf, cardTables } from '../cases/cards.ts';
import type { CaseSection } from '../cases/case.ts';
import { standingConsents } from '../cases/consents.ts';
import {
  type CaseContents,
  type CaseTable,
  type DescribedTable,
  descriptions,
  filledContents,
} from '../cases/contents.ts';
import type { Field, Referred } from '../cases/field.ts';
import { rowNames } from '../cases/row-names.ts';
import { currentSteps } from '../cases/steps.ts';
import { systemName } from '../cases/systems.ts';
import { isAsked, labelOf, provenanceWords, type Reading, valueWords } from '../cases/words.ts';
import type { DocumentFact, DocumentRecord, DocumentSection } from './document-shape.ts';
import { outlinePartOfSection, outlinePartOfTable } from './outline.ts';
import { packetSection, signatureSection } from './packet-seal.ts';
import type { Packet } from './schema.ts';
import type { PacketSignature } from './signature.ts';

/** What the reader knows besides the packet. */
export interface DocumentContext {
  signatures: readonly PacketSignature[];
  /** What products, excluded systems and documents are called in the catalogue, by their ids; those it lacks show their id where that is a name. */
  names: ReadonlyMap<string, string>;
}

interface Layout {
  id: string;
  title: string;
  /** Parts of the case's own form. */
  parts?: readonly CaseSection[];
  table?: CaseTable;
  layout?: 'rows';
  none?: string;
  /** Its records are remarked on as a whole. */
  asWhole?: true;
  /** It is left out where it has no record. */
  orNothing?: true;
}

/** Tables and parts of the form that have a place of their own. */
const ownPlaces: readonly Layout[] = [
  { id: 'waivers', title: 'Waived', table: 'waivers', asWhole: true, orNothing: true },
  { id: 'problem', title: 'Problem', parts: ['case', 'problem', 'escalation', 'scope', 'end'] },
  { id: 'systems', title: 'Systems', table: 'systems', none: 'No system was described.' },
  {
    ...{ id: 'configuration', title: 'Configuration', parts: ['changes'], table: 'configuration' },
    ...{ layout: 'rows', none: 'No configuration was captured.', asWhole: true },
  },
  {
    ...{ id: 'revisions', title: 'Revision levels', table: 'revisions', layout: 'rows' },
    none: 'No revision level was captured.',
    asWhole: true,
  },
  {
    ...{ id: 'steps', title: 'Steps already taken', parts: ['level1'], table: 'steps' },
    none: 'No step was written down.',
    asWhole: true,
  },
  { id: 'files', title: 'Files', table: 'attachments', none: 'No file came with it.', asWhole: true },
  {
    ...{ id: 'entitlement', title: 'Entitlement and signatures', table: 'consents' },
    ...{ parts: ['entitlement', 'offer', 'estimate'], none: 'The customer signed nothing.' },
  },
  { id: 'people', title: 'People and access', parts: ['people'] },
];

type Row = Readonly<Record<string, unknown>> & { id: string };

/** The sections in their order: rows that are cards of the form follow what stands on the same part of it. */
function placed(): Layout[] {
  const all = [...ownPlaces];
  for (const table of cardTables) {
    const cards = cardsOf(table);
    if (!cards) continue;
    const { title, none } = cards;
    const before = ownPlaces.findLast(
      (each) =>
        each.parts?.some((part) => outlinePartOfSection(part) === cards.part) ||
        (each.table !== undefined && outlinePartOfTable(each.table) === cards.part),
    );
    const layout: Layout = { id: table, title, table, asWhole: true };
    all.splice(before ? all.indexOf(before) + 1 : all.length, 0, {
      ...layout,
      ...(none === undefined ? { orNothing: true } : { none }),
    });
  }
  return all;
}

const layouts: readonly Layout[] = placed();

/** Tables and parts of the case that the document draws, and what of a row stands with another: for the test that all is drawn. */
export const drawnTables: readonly DescribedTable[] = [
  'cases',
  'redactions',
  ...layouts.flatMap(({ table }) => table ?? []),
];
export const drawnParts: readonly string[] = layouts.flatMap(({ parts }) => parts ?? []);

const looks: Readonly<Partial<Record<Field['input']['kind'], DocumentFact['look']>>> = {
  text: 'text',
  references: 'text',
  drawing: 'drawing',
  hash: 'mono',
};

/** The document of a packet that came with these contents. Nothing of it is written anywhere; digests are over the contents. */
export function packetDocument(packet: Packet, context: DocumentContext): DocumentSection[] {
  const contents = filledContents(packet.contents);
  const { zone } = contents.case.createdAt;
  const reading = readingOf(contents, context.names, zone);
  return [
    packetSection(packet, zone),
    signatureSection(packet, context.signatures, reading),
    ...sectionsOf(contents, reading),
  ];
}

/** The document of a case, without what only a packet has: its digest and its signatures. */
export function caseDocument(
  contents: CaseContents,
  { names }: Pick<DocumentContext, 'names'>,
): DocumentSection[] {
  return sectionsOf(contents, readingOf(contents, names, contents.case.createdAt.zone));
}

function sectionsOf(contents: CaseContents, reading: Reading): DocumentSection[] {
  const writer = new FactWriter(reading);
  return layouts.flatMap((layout) => sectionOf(layout, contents, writer));
}

function sectionOf(layout: Layout, contents: CaseContents, writer: FactWriter): DocumentSection[] {
  const { id, title, parts = [], table, none = '' } = layout;
  const own =
    parts.length === 0
      ? noFacts
      : writer.facts('cases', contents.case, (field) => parts.includes(field.section as CaseSection));
  const records = table === undefined ? [] : recordsOf(table, contents, writer);
  if (layout.orNothing && records.length === 0) return [];
  return [
    {
      id,
      title,
      ...own,
      records,
      layout: layout.layout ?? 'records',
      columns: layout.layout === 'rows' && table !== undefined ? columnsOf(table, records) : [],
      remarkOn: layout.asWhole ? 'record' : 'fact',
      none: records.length === 0 ? none : '',
    },
  ];
}

function columnsOf(table: DescribedTable, records: readonly DocumentRecord[]): string[] {
  const answered = new Set(records.flatMap(({ facts }) => facts.map(({ label }) => label)));
  return Object.values(descriptions[table].fields).flatMap(({ label }) => (answered.has(label) ? label : []));
}

const noFacts = { facts: [], unanswered: [] } as const;

/** Turns the fields of a row into facts. */
class FactWriter {
  readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  facts(table: DescribedTable, row: Row, of: (field: Field) => boolean = () => true) {
    const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
    const from = 'provenance' in row ? provenanceWords(row.provenance as never, this.reading.zone) : null;
    const facts: DocumentFact[] = [];
    const unanswered: DocumentFact[] = [];
    for (const [name, field] of Object.entries(fields)) {
      if (field.leftOut !== undefined || !of(field)) continue;
      const value = valueWords(field, row[name], this.reading);
      const fact: DocumentFact = {
        label: field.label,
        value,
        place: { table, id: row.id, field: name },
        clause: field.clause ?? null,
        provenance: from,
        look: field.mono ? 'mono' : (looks[field.input.kind] ?? 'line'),
      };
      // What was answered is told even where it is not asked any more: it is in what was signed.
      if (value.trim() !== '') facts.push(fact);
      else if (!field.optional && isAsked(fields, name, row)) unanswered.push(fact);
    }
    return { facts, unanswered };
  }

  /** @param field the one that a remark on the record is about, where it is about one */
  record(
    table: DescribedTable,
    row: Row,
    title: string,
    marks: readonly string[] = [],
    field: string | null = null,
  ): DocumentRecord {
    return { title, place: { table, id: row.id, field }, marks, ...this.facts(table, row) };
  }
}

function recordsOf(table: CaseTable, contents: CaseContents, writer: FactWriter): DocumentRecord[] {
  const { nameOf } = writer.reading;
  switch (table) {
    case 'waivers':
      return contents.waivers.map((row) => writer.record(table, row, row.rule));
    case 'systems':
      return contents.systems.map((row) => writer.record(table, row, systemName(row)));
    case 'configuration':
      return contents.configuration.map((row) => {
        const parts = [nameOf('systems', row.systemId), row.section, row.key];
        return writer.record(table, row, parts.filter((each) => each).join(', '), [], 'value');
      });
    case 'revisions':
      return contents.revisions.map((row) => {
        const parts = [nameOf('systems', row.systemId), row.component];
        return writer.record(table, row, parts.filter((each) => each).join(', '), [], 'version');
      });
    case 'steps':
      return currentSteps(contents.steps).map(({ current, earlier }) => {
        const kind = descriptions.steps.fields.kind;
        const title = valueWords(kind, current.kind, writer.reading);
        return writer.record(table, current, title, earlier.length > 0 ? ['corrected'] : []);
      });
    case 'attachments':
      return contents.attachments
        .filter((file) => !file.removed)
        .map((file) => {
          const record = writer.record(table, file, file.name, [], 'redaction');
          const said = contents.redactions
            .filter((row) => row.attachmentId === file.id)
            .map((row) => writer.facts('redactions', row));
          return {
            ...record,
            facts: [...record.facts, ...said.flatMap(({ facts }) => facts)],
            unanswered: [...record.unanswered, ...said.flatMap(({ unanswered }) => unanswered)],
          };
        });
    case 'consents': {
      const standing = new Set(standingConsents(contents.consents).map(({ id }) => id));
      return contents.consents.map((row) => {
        const marks =
          row.withdraws !== null
            ? ['takes a signature back']
            : standing.has(row.id)
              ? []
              : ['withdrawn later'];
        return writer.record(
          table,
          row,
          valueWords(descriptions.consents.fields.kind, row.kind, writer.reading),
          marks,
        );
      });
    }
    default: {
      const rows: readonly Row[] = contents[table];
      const cards = cardsOf(table);
      return rows.map((row, at) => {
        const title = cards?.called(row, at, nameOf) ?? `Row ${at + 1}`;
        return writer.record(table, row, title, [], cards?.remarkOn ?? null);
      });
    }
  }
}

/** What people call what nobody here has the name of. The catalogue's ids are mostly names themselves, and then tell more. */
const unknown: Readonly<Record<Referred, string>> = {
  systems: 'a system that is not in the packet',
  attachments: 'a file that is not in the packet',
  steps: 'a step that is not in the packet',
  consents: 'a signature that is not in the packet',
  comments: 'a comment that is not in the packet',
  examples: 'an example that is not in the packet',
  products: 'a product that is not in the catalogue here',
  excludedSystems: 'an excluded system that is not in the catalogue here',
  policyDocuments: 'a policy document that is not in the catalogue here',
  customers: 'a customer that is not in the list here',
};
const unknownOf = (to: Referred, id: string): string | null =>
  (to === 'products' || to === 'excludedSystems') && !uuid.safeParse(id).success ? null : unknown[to];

/** The rows of both, each once, as the later has it. */
function either<R extends { id: string }>(before: readonly R[], after: readonly R[]): R[] {
  return [...new Map([...before, ...after].map((row) => [row.id, row])).values()];
}

/** How values are read of which some stand before a change and some after it. */
export function readingOfBoth(
  before: CaseContents,
  after: CaseContents,
  names: ReadonlyMap<string, string>,
): Reading {
  const [old, now] = [filledContents(before), filledContents(after)];
  const all = {
    ...now,
    systems: either(old.systems, now.systems),
    attachments: either(old.attachments, now.attachments),
    consents: either(old.consents, now.consents),
    steps: either(old.steps, now.steps),
  };
  return readingOf(all, names, now.case.createdAt.zone);
}

/** How rows are called that others name by their id, and what a place is called. */
function readingOf(contents: CaseContents, names: ReadonlyMap<string, string>, zone: string): Reading {
  const rows = rowNames(contents);
  const own: Partial<Record<Referred, ReadonlyMap<string, string>>> = rows;
  const nameOf = (to: Referred, id: string) => own[to]?.get(id) ?? names.get(id) ?? unknownOf(to, id);
  return {
    zone,
    nameOf,
    placeWords: ({ table, id, field }) => {
      const row = id === null ? null : (rows.systems.get(id) ?? rows.attachments.get(id) ?? null);
      const label =
        field === null ? null : field === 'redaction' ? 'Redaction' : (labelOf(table, field) ?? field);
      return [row, label].filter((each) => each !== null).join(': ') || 'the case';
    },
  };
}

/** All facts of a document, in its order: what its readers are compared by. */
export function factsOf(sections: readonly DocumentSection[]): DocumentFact[] {
  return sections.flatMap(({ facts, records }) => [...facts, ...records.flatMap((record) => record.facts)]);
}

/** The clauses that a section's facts answer, in order, each once. */
export function clausesOf({ facts, unanswered, records }: DocumentSection): string[] {
  const all = [
    ...facts,
    ...unanswered,
    ...records.flatMap((record) => [...record.facts, ...record.unanswered]),
  ];
  return [...new Set(all.flatMap(({ clause }) => clause ?? []))].sort();
}

/** What seals the packet. On paper it stands first; on a screen it is asked for last. */
const seals: readonly string[] = ['packet', 'signatures'];

/** The sections in the order in which a person reads them on a screen: what happened first, and by what it is proved at the end. */
export function readingOrder(sections: readonly DocumentSection[]): readonly DocumentSection[] {
  const isSeal = ({ id }: DocumentSection) => seals.includes(id);
  return [...sections.filter((each) => !isSeal(each)), ...sections.filter(isSeal)];
}
