/** The searches of a working day among 5,000 cases: each finds its place. See shared/search/SPEC.md. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  caseDocument,
  clauseDocuments,
  customerDocument,
  examDocument,
  excludedDocument,
  holidaysDocument,
  personDocument,
  policyDocumentDocument,
  problemDocument,
  productDocument,
  ratesDocument,
  recipeDocument,
  registeredDocument,
  ruleDocument,
  ticketDocument,
} from '../../../shared/search/documents.ts';
import { SearchIndex } from '../../../shared/search/search-index.ts';
import { termsOfText } from '../../../shared/search/terms.ts';

const CASES = 5_000;
const index = new SearchIndex();
const sought = '01990000-0000-7000-8000-000000000007';

/** A row's id, as the device writes them. */
const idOf = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** An ordinary case: other hosts, addresses and versions than the sought one's, of the same words. */
function ordinary(n: number) {
  const record = {
    id: idOf(n),
    title: `Phones of floor ${n % 40} ring late`,
    customer: `Example Customer ${n % 300} (sample)`,
    site: `Building ${n % 900}`,
    observed: `The log says "no route to group ${n}"`,
    authorizedContact: `Contact Number${n}`,
  };
  return caseDocument(record, `C-${n.toString(36).toUpperCase().padStart(4, '0')}-XXXX`, [`T-${2_000 + n}`], {
    systems: [
      {
        id: idOf(100_000 + n),
        caseId: record.id,
        hostname: `host-${n}`,
        address: `10.${30 + (n % 100)}.${n % 250}.${(n * 7) % 250}`,
        serial: `SN${1_000_000 + n}`,
        version: `12.${n % 9}.${n % 7}.${20_000 + n}`,
      },
    ],
    steps: [{ id: idOf(200_000 + n), caseId: record.id, did: `Restarted service ${n}`, showed: 'No change' }],
    attachments: [{ id: idOf(300_000 + n), caseId: record.id, name: `trace-${n}.log` }],
  });
}

function theSought() {
  return caseDocument(
    {
      id: sought,
      title: 'Recorder drops the last seconds of calls',
      customer: 'Harbor Clinic (sample)',
      site: 'Norfolk, room 12',
      specified: 'Every call is recorded to its end (manual, chapter 4)',
      observed: 'The last three seconds are missing; page.log: "Q.850 cause 47 resource unavailable"',
      impact: 'Complaints cannot be settled',
      authorizedContact: 'Denise Example',
      contactTelephone: '555 0142',
      agreementNumber: 'MA-2026-0417',
      engineer: { id: idOf(1), name: 'Sample Engineer One' },
    },
    'C-7K2M-Q4RD',
    ['T-1001'],
    {
      systems: [
        {
          id: 's1',
          caseId: sought,
          hostname: 'hcu-rec01',
          address: '10.20.8.41',
          serial: 'FTX1842A0B7',
          operatingSystem: 'Example Linux 12',
        },
      ],
      revisions: [{ id: 'r1', caseId: sought, component: 'Call Recorder', version: '14.0.1.13900' }],
      configuration: [{ id: 'c1', caseId: sought, section: 'codec', name: 'jitter-buffer', value: '240ms' }],
      steps: [
        {
          id: 'st1',
          caseId: sought,
          did: 'Captured the trunk with tcpdump',
          showed: 'RTP ends before the BYE; übertragung abgebrochen',
        },
      ],
      attachments: [{ id: 'a1', caseId: sought, name: 'sh-run-dist2.txt' }],
      comments: [{ id: 'm1', caseId: sought, text: 'Ask the carrier about the gateway' }],
      deskEntries: [
        { id: 'd1', caseId: sought, kind: 'information-asked', question: 'Which build runs on the agent?' },
      ],
      deskReplies: [{ id: 'p1', caseId: sought, text: 'Build 8841 since Tuesday' }],
    },
  );
}

/** What the hub distributes, and what certification admins have. */
function published() {
  return [
    problemDocument({
      id: 'KP-0213',
      title: 'Zone pages start late without an IGMP querier',
      symptom: 'The first seconds of a page are missing',
      signature: 'QUERIER_ABSENT',
      fixedIn: '7.4.2',
      source: 'bulletins',
    }),
    problemDocument({ id: 'KP-0214', title: 'Bells ring twice', symptom: '', source: 'bulletins' }),
    recipeDocument({
      id: 'rc1',
      title: 'Replication of the publisher',
      items: [{ node: 'publisher', command: 'utils dbreplication runtimestate' }],
    }),
    ruleDocument({ id: 'ntp-drift', rule: { message: 'The clock of {system} runs away' } }),
    holidaysDocument({ id: 'h1', version: 3, dates: [{ date: '2026-11-26', name: 'Thanksgiving Day' }] }),
    policyDocumentDocument({
      id: 'pd1',
      version: 4,
      title: 'Maintenance policy of spring',
      text: 'You agree.',
    }),
    ratesDocument({ id: 'ra1', effectiveFrom: '2026-07-01', currency: 'USD', remoteHourCents: 25_000 }),
    excludedDocument({ id: 'fax', name: 'Analogue fax machines', reason: 'Not ours' }),
    productDocument({ id: 'paging-server', name: 'Sample Paging Server', components: [] }),
    registeredDocument({
      id: 'pe2',
      name: 'Sample Examinee',
      email: 'examinee@partner.example',
      organisationName: 'Sample Partner',
    }),
    examDocument({ id: 'ex1', name: 'Paging, Level 2', criteria: 'Nine of ten' }),
  ];
}

beforeAll(() => {
  for (let n = 100; n < 100 + CASES; n++) index.put(ordinary(n));
  index.put(theSought());
  for (const each of clauseDocuments()) index.put(each);
  index.put(
    customerDocument({ id: 'k1', name: 'Harbor Clinic (sample)' }, [
      { table: 'sites', row: { id: 'si1', name: 'Norfolk', address: '12 Example Street' } },
      { table: 'installations', row: { id: 'in1', hostname: 'hcu-pag02', version: '5.4.1' } },
      { table: 'agreements', row: { id: 'ag1', number: 'MA-2026-0999' } },
    ]),
  );
  index.put(personDocument({ id: 'pe1', name: 'Sample Lead', roles: ['lead'] }));
  index.put(
    productDocument({ id: 'pr1', name: 'Sample Call Recorder', releases: [{ name: '9.8.7 Harvest' }] }),
  );
  for (const each of published()) index.put(each);
  index.put(
    ticketDocument(
      { id: 't1', ticket: 'T-9001', title: 'Attendant freezes on park', customer: 'Example Hotel' },
      [{ table: 'deskReplies', row: { id: 'q1', text: 'Firmware zephyr was loaded' } }],
    ),
  );
});

/** `case: deskEntries.question`, the first that was found and the first place in it. */
function first(question: string): string {
  const [found] = index.search(question, 5);
  if (!found) return 'nothing';
  const what = found.kind === 'case' && found.id !== `case:${sought}` ? 'another case' : found.kind;
  const [place] = found.places;
  return place ? `${what}: ${place.table}.${place.field}` : `${what}: title`;
}

describe('[FN1] [FN4] each search of a day finds its place among 5,000 cases', () => {
  test.each([
    ['C-7K2M-Q4RD', 'case: cases.number'],
    ['c-7k2m', 'case: cases.number'],
    ['T-1001', 'case: tickets.ticket'],
    ['recorder drops', 'case: title'],
    ['Norfolk room', 'case: cases.site'],
    ['Harbor Clinic room', 'case: cases.customer'],
    ['hcu-rec01', 'case: systems.hostname'],
    ['rec01', 'case: systems.hostname'],
    ['10.20.8.41', 'case: systems.address'],
    ['10.20.8', 'case: systems.address'],
    ['FTX1842A0B7', 'case: systems.serial'],
    ['ftx1842', 'case: systems.serial'],
    ['14.0.1.13900', 'case: revisions.version'],
    ['cause 47', 'case: cases.observed'],
    ['resource unavailable', 'case: cases.observed'],
    ['Denise', 'case: cases.authorizedContact'],
    ['555 0142', 'case: cases.contactTelephone'],
    ['MA-2026-0417', 'case: cases.agreementNumber'],
    ['jitter-buffer', 'case: configuration.name'],
    ['tcpdump', 'case: steps.did'],
    ['ubertragung', 'case: steps.showed'],
    ['sh-run-dist2.txt', 'case: attachments.name'],
    ['carrier gateway', 'case: comments.text'],
    ['which build agent', 'case: deskEntries.question'],
    ['8841', 'case: deskReplies.text'],
    ['P-24', 'clause: title'],
    ['12 Example Street', 'customer: sites.address'],
    ['hcu-pag02', 'customer: installations.hostname'],
    ['MA-2026-0999', 'customer: agreements.number'],
    ['Harvest', 'product: products.releases'],
    ['firmware zephyr', 'ticket: deskReplies.text'],
    ['KP-0213', 'problem: knownProblems.number'],
    ['kp-0213', 'problem: knownProblems.number'],
    ['0213', 'problem: knownProblems.number'],
    ['KP-0214', 'problem: knownProblems.number'],
    ['igmp querier late', 'problem: title'],
    ['querier_absent', 'problem: knownProblems.signature'],
    ['1001', 'case: tickets.ticket'],
    ['9001', 'ticket: tickets.ticket'],
    ['dbreplication', 'recipe: recipes.items'],
    ['ntp-drift', 'rule: title'],
    ['Thanksgiving', 'holidays: holidayLists.dates'],
    ['2026-11-26', 'holidays: holidayLists.dates'],
    ['policy of spring', 'document: title'],
    ['rates 2026', 'rates: title'],
    ['fax machines', 'excluded: title'],
    ['paging-server', 'product: products.number'],
    ['examinee@partner.example', 'registered: people.email'],
    ['exam paging level', 'exam: exams.name'],
  ])('%s', (question, place) => {
    expect(first(question)).toBe(place);
  });
});

describe('[FN2] words forgive', () => {
  test('a typing error', () => expect(first('recorfer drops seconds')).toMatch(/^case/));
  test('but not a missing word', () => expect(first('recorder drops zebra')).toBe('nothing'));
});

describe('[FN2] one or two letters', () => {
  test.each([
    ['fre', 'ticket: title'],
    ['fr', 'ticket: title'],
    ['ze', 'nothing'],
    ['zep', 'ticket: deskReplies.text'],
    ['zephyr at', 'ticket: tickets.title'],
    ['recorder dr', 'case: title'],
  ])('“%s” begins a word of a title, and is a word of a text', (question, place) => {
    expect(first(question)).toBe(place);
  });
  test('a word of two letters is found in a text', () => {
    const own = new SearchIndex();
    own.put(caseDocument({ id: sought, title: 'Alpha', observed: 'the gw is silent' }, 'C-1', [], {}));
    expect(own.search('gw', 5)).toHaveLength(1);
    expect(own.search('si', 5)).toEqual([]);
  });
});

describe('[FN3] numbers do not', () => {
  test('another address is not found by one that is near', () => expect(first('10.20.8.14')).toBe('nothing'));
  test('nor a version with another build', () => expect(first('14.0.1.13901')).toBe('nothing'));
  test('nor a serial with one letter changed', () => expect(first('FTX1842A0B8')).toBe('nothing'));
  test('an address is one term, and its figures are none', () => {
    expect(termsOfText('at 10.20.8.41:5060.')).toEqual(['at', '10.20.8.41:5060']);
    expect(termsOfText('T-1001 and MA-2026-0417')).toEqual([
      't-1001',
      't',
      '1001',
      'and',
      'ma-2026-0417',
      'ma',
    ]);
    expect(termsOfText('host hcu-rec01')).toEqual(['host', 'hcu-rec01', 'hcu', 'rec01']);
  });
});

test('[FN4] the case that is open comes first, whatever is a better fit elsewhere', () => {
  const open = `case:${idOf(142)}`;
  expect(index.search('phones of floor', 5, open)[0]?.id).toBe(open);
});

test('[FN5] what was changed is found as it is now, and what was removed no more', () => {
  const own = new SearchIndex();
  const record = { id: sought, title: 'Alpha', customer: '', site: '' };
  own.put(caseDocument(record, 'C-1', [], {}));
  own.put(caseDocument({ ...record, title: 'Bravo' }, 'C-1', [], {}));
  expect(own.search('alpha', 5)).toEqual([]);
  expect(own.search('bravo', 5)).toHaveLength(1);
  own.remove(`case:${sought}`);
  expect(own.search('bravo', 5)).toEqual([]);
  expect(own.size).toBe(0);
});
