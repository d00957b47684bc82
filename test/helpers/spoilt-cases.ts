/** Cases of which any question may be open, in any way: drawn over the description of the case, and with what each was judged by. */
import fc from 'fast-check';
import { type CaseContents, caseTables, type DescribedTable } from '../../shared/cases/contents.ts';
import type { Trust } from '../../shared/certification/trust.ts';
import type { RuleContext } from '../../shared/handoff/evaluate.ts';
import type { ReferenceData } from '../../shared/handoff/rule.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { fieldsOf, type Pool, rowOf } from './arbitraries.ts';
import { aCompleteCase, idOf, NOW, trusted } from './builders.ts';
import { publishedPapers, sampleContract, trustOfKind, verdictKinds } from './finding-sentences.ts';

const caseId = aCompleteCase().build().case.id;

const sentences = [
  ...[
    'Calls after midnight are missing.',
    'after midnight calls are missing',
    'Calls after midnight are missing 2.',
  ],
  ...['The index was moved to a new disk in the night.', 'It does not work.', 'Restart did not help.'],
  ...['What happens is missing', 'Say why.', 'None.'],
];
const junk = [
  '',
  'x',
  'n/a',
  'tbd',
  'unknown',
  'see above',
  'nobody',
  'Wu',
  '12',
  `${'long '.repeat(30)}\u{1f600}`,
];
/** A message shows 40, 49 or 60 units of what was written, and 600 of all: characters of two lie across each end. */
const long = [39, 48, 59, 570, 590].map((length) => `${'x'.repeat(length)}${'\u{1f600}'.repeat(20)}`);
const names = [
  'sample-recorder',
  'Sample Contact',
  'Night shift, Example Hospital',
  'Sample Call Recorder 5.4',
  'Cisco 2911',
];
const times = [
  ...['1999-05-01T00:00:00.000Z', '2026-09-01T08:00:00.000Z', '2026-11-20T06:00:00.000Z'],
  ...[
    '2026-11-22T06:00:00.000Z',
    '2026-11-23T13:30:00.000Z',
    '2026-11-23T16:30:00.000Z',
    '2027-02-01T00:00:00.000Z',
  ],
];

const pool = (contents: CaseContents): Pool => {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  return {
    times,
    texts: [...sentences, ...junk, ...names, ...long],
    ids: {
      systems: ids(contents.systems),
      attachments: ids(contents.attachments),
      steps: ids(contents.steps),
      products: sampleProducts.map(({ id }) => id),
    },
    words: {
      component: ['Call Recorder', 'Operating system', 'call recorder', 'Firmware'],
      version: ['5.4.1', 'V5.4.1', '5.3.0', '6', 'tbd', 'N/A (no firmware)', 'none'],
      telephonyVersion: ['12.5', '', 'tbd', 'N/A (cloud service)'],
      telephonyPlatform: ['Example PBX', 'none', ''],
      productName: ['Sample Call Recorder 5.4', 'Other', 'Cisco 2911', ''],
      key: ['retention', 'password', ''],
      value: ['30', 'Zx9!qLm4', 'tbd'],
      accessHow: ['By VPN, ask the contact.', 'ssh root password Zx9qLm4Tt7', 'x'],
      holds: ['', 'a.log\nb.log', 'a.log\nb.log\nc.log\nd.log\ne.log'],
      contractNumber: ['', 'SAMPLE-1', 'OTHER-2'],
    },
  };
};

/** A complete case with up to twelve edits of its rows, each of up to three fields, and rows that come or go. */
export const spoiltCase: fc.Arbitrary<CaseContents> = fc
  .boolean()
  .map(() => aCompleteCase().build())
  .chain((whole) => {
    const drawn = pool(whole);
    const edit = fc
      .constantFrom<DescribedTable>('cases', 'cases', 'cases', 'systems', ...caseTables)
      .chain((table) =>
        fc.record({ table: fc.constant(table), fields: fieldsOf(table, drawn), at: fc.nat(9) }),
      );
    const row = fc
      .constantFrom(...caseTables)
      .chain((table) =>
        fc
          .integer({ min: 0x500, max: 0x5ff })
          .chain((n) =>
            rowOf(table, { id: idOf(n), caseId }, drawn).map((fields) => ({ table, row: fields })),
          ),
      );
    const gone = fc.record({ table: fc.constantFrom(...caseTables), at: fc.nat(9) });
    return fc
      .record({
        edits: fc.array(edit, { maxLength: 12 }),
        rows: fc.array(row, { maxLength: 4 }),
        gone: fc.array(gone, { maxLength: 2 }),
      })
      .map(({ edits, rows, gone: less }) => {
        const contents = structuredClone(whole);
        const of = (table: string) => contents[table as 'systems'] as unknown as Record<string, unknown>[];
        for (const each of rows) of(each.table).push(each.row);
        for (const { table, at } of less) of(table).splice(at, 1);
        for (const { table, fields, at } of edits) {
          const list = table === 'cases' ? [contents.case as unknown as Record<string, unknown>] : of(table);
          Object.assign(list[at % Math.max(1, list.length)] ?? {}, fields);
        }
        return contents;
      });
  });

/** What is published: nothing that is known, nothing at all, or rates, documents and a contract of this customer or that. */
const anyReferenceData: fc.Arbitrary<ReferenceData | null> = fc.oneof(
  fc.constantFrom(null, { ...publishedPapers, documents: [], members: new Set<string>() }),
  fc
    .record({
      impactMember: fc.constantFrom('yes' as const, 'no' as const),
      startsOn: fc.constantFrom('2020-01-01', '2026-01-01'),
      endsOn: fc.constantFrom('2026-06-30', '2026-12-31', '2027-06-30'),
      products: fc.subarray(['sample-paging-server', 'sample-call-recorder']),
    })
    .map((fields) => ({ ...publishedPapers, contracts: [{ ...sampleContract, ...fields }] })),
);

const anyTrust: fc.Arbitrary<Trust | null> = fc.oneof(
  fc.constantFrom(trusted(), null, { ...trusted(), verdicts: [] }),
  fc
    .record({ kind: fc.constantFrom(...verdictKinds), accepted: fc.boolean(), late: fc.boolean() })
    .map(({ kind, accepted, late }) =>
      trustOfKind(kind, kind === 'valid' || (kind === 'status-unknown' && accepted), late),
    ),
);

/** What a case is judged by. */
export const anyContext: fc.Arbitrary<RuleContext> = fc.record({
  now: fc.constant(NOW),
  products: fc.constantFrom(
    sampleProducts,
    sampleProducts,
    [],
    [...sampleProducts.map((product) => ({ ...product, approvedPlatforms: ['P1', 'P2', 'P3', 'P4'] }))],
    [...sampleProducts.map((product) => ({ ...product, approvedPlatforms: ['P1'] }))],
  ),
  trust: anyTrust,
  referenceData: anyReferenceData,
});
