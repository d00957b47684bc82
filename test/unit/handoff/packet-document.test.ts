import { describe, expect, test } from 'vitest';
import { caseSections } from '../../../shared/cases/case.ts';
import { type CaseContents, caseContents, descriptions } from '../../../shared/cases/contents.ts';
import { type Field, ownIds } from '../../../shared/cases/field.ts';
import { frozenFindings } from '../../../shared/handoff/frozen-findings.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import {
  drawnParts,
  drawnTables,
  factsOf,
  packetDocument,
  readingOrder,
} from '../../../shared/handoff/packet-document.ts';
import { packetPage } from '../../../shared/handoff/packet-page.ts';
import { aCompleteCase, idOf, NOW, zoned } from '../../helpers/builders.ts';
import { everyFieldContents, everyFieldPacket, rowIdOf, signaturesOf } from '../../helpers/every-field.ts';

const packet = everyFieldPacket();
const signatures = signaturesOf(packet);
const context = { signatures, names: new Map([['sample-products', 'Sample Recorder']]) };
const sections = packetDocument(packet, context);
const facts = factsOf(sections);

/** What the document leaves out on purpose; the reason stands with the field. A field is added here by hand, or drawn. */
const leftOut = [
  'cases.id',
  'cases.organisationId',
  'cases.state',
  'cases.customerId',
  'steps.corrects',
  'steps.withdrawn',
  'attachments.removed',
  'redactions.attachmentId',
];
/** Answered by no row here, because a row that withdraws another is no signature; drawn in a test of its own. */
const ofItsOwn = ['consents.withdraws'];

/** An instant as a machine writes it, an id, or an object put into a text. */
const RAW =
  /\d{4}-\d\d-\d\dT\d\d:\d\d|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\[object |\{"|\bnull\b|\bundefined\b/;

describe('the document of a packet', () => {
  test('has every field of every table of a case, or the field says why not', () => {
    const missing: string[] = [];
    const away: string[] = [];
    for (const [table, { fields }] of Object.entries(descriptions)) {
      if (table === 'comments') continue;
      for (const [name, field] of Object.entries(fields) as [string, Field][]) {
        // The keys that each row begins with are left out of every table alike.
        if (field === ownIds.id || field === ownIds.caseId) continue;
        if (field.leftOut !== undefined) away.push(`${table}.${name}`);
        else if (
          !facts.some(
            ({ place, label, value }) =>
              place.table === table &&
              place.field === name &&
              place.id === rowIdOf(table) &&
              label === field.label &&
              value !== '',
          )
        )
          missing.push(`${table}.${name}`);
        if (field.leftOut !== undefined) expect(field.leftOut.length).toBeGreaterThan(20);
      }
    }
    expect(missing, 'give each a place in the document, or say with the field why it has none').toEqual(
      ofItsOwn,
    );
    expect(away, 'fields that say `leftOut` are noted in this file').toEqual(leftOut);
  });

  test('draws every table that a packet carries, and every part of the form', () => {
    const carried = Object.keys(caseContents.shape).map((key) => (key === 'case' ? 'cases' : key));
    expect(
      [...drawnTables].sort(),
      'describe the table’s rows as cards, or draw them in `ownPlaces` (shared/handoff/packet-document.ts)',
    ).toEqual(carried.sort());
    expect(
      [...drawnParts].sort(),
      'draw each section of the case (shared/handoff/packet-document.ts)',
    ).toEqual([...caseSections].sort());
  });

  test('says what is chosen, who, when and where in words, with the zone; a machine’s fact says which', () => {
    const said = (table: string, field: string) =>
      facts.find(({ place }) => place.table === table && place.field === field);
    expect(said('cases', 'frequency')?.value).toBe('Once');
    expect(said('systems', 'productId')?.value).toBe('Sample Recorder');
    expect(said('steps', 'evidence')?.value).toBe('Answer 2 of attachments to name');
    expect(said('steps', 'at')?.value).toBe('19 Nov 2026, 18:04 America/Chicago');
    expect(said('waivers', 'where')?.value).toContain(': Host name');
    expect(said('consents', 'estimate')?.value).toBe(
      '$2,600.00, 4 remote hours, 1 remote days, 2 days on site',
    );
    expect(said('systems', 'hostname')?.provenance).toContain('Output of show version on sample-switch');
    expect(said('signatures', 'readBack')?.value).toBe('Two phones miss pages.');
    expect(said('cases', 'specified')?.clause).toBe('P-14');
  });

  test('[P-03] what was asked and not answered is told together; what was not asked is not', () => {
    const contents = aCompleteCase().with({ impact: '', networkChanged: 'no' }).build();
    const made = makePacket({
      id: idOf(1),
      revision: 1,
      createdAt: zoned(NOW),
      by: contents.case.engineer,
      contents,
      findings: [],
    });
    const drawn = packetDocument(made, { signatures: [], names: new Map() });
    const unanswered = drawn.flatMap((each) => each.unanswered.map(({ place }) => place.field));
    expect(unanswered).toContain('impact');
    expect(unanswered).not.toContain('networkChange');
    expect(factsOf(drawn).every(({ value }) => value !== '')).toBe(true);
    expect(factsOf(drawn).find(({ label }) => label === 'Approval')?.value).toMatch(/^Not approved/);
  });

  test('a withdrawn signature, a corrected step and a removed file are marked or left out', () => {
    const builder = aCompleteCase().withConsent('fees').withStep('fix');
    const fee = builder.contents.consents.at(-1);
    const fix = builder.contents.steps.at(-1);
    builder
      .withConsent('fees', { withdraws: fee?.id ?? null })
      .withStep('fix', { corrects: fix?.id ?? null });
    builder.withAttachment({ name: 'gone.log', removed: true });
    const contents = builder.build();
    const made = makePacket({
      id: idOf(1),
      revision: 1,
      createdAt: zoned(NOW),
      by: contents.case.engineer,
      contents,
      findings: [],
    });
    const drawn = packetDocument(made, { signatures: [], names: new Map() });
    const marks = drawn.flatMap(({ records }) => records.flatMap((each) => each.marks));
    expect(marks.sort()).toEqual(['corrected', 'takes a signature back', 'withdrawn later']);
    expect(JSON.stringify(drawn)).not.toContain('gone.log');
    expect(factsOf(drawn).find(({ place }) => place.field === 'withdraws')?.value).toContain(
      'Sample Contact',
    );
  });

  test('of a packet of before schema 3 it says what is there; nothing is made up, and the digest stays what it was', () => {
    const now = aCompleteCase().build();
    const { suspectedWhy: _why, workType: _type, maintenance: _state, ...record } = now.case;
    const { consents: _c, redactions: _r, waivers: _w, ...old } = { ...now, case: record };
    const made = makePacket({
      id: idOf(1),
      revision: 1,
      createdAt: zoned(NOW),
      by: now.case.engineer,
      contents: old as never,
      findings: [],
    });
    const before = structuredClone(made);
    const drawn = packetDocument(made, { signatures: [], names: new Map() });
    expect(made).toEqual(before);
    expect(
      drawn.find(({ id }) => id === 'entitlement')?.unanswered.map(({ place }) => place.field),
    ).toContain('workType');
  });

  test('[PK9] tells no time and names no row as a machine does: times have their zone, ids their names', () => {
    const unnamed = everyFieldContents();
    const [system, step, consent] = [unnamed.systems[0], unnamed.steps[0], unnamed.consents[0]];
    if (!system || !step || !consent) throw new Error('a row is missing');
    // What this catalogue and this packet do not have.
    const strange = {
      ...unnamed,
      case: { ...unnamed.case, suspectedSystemId: idOf(0x51), suspectedExcludedId: idOf(0x52) },
      systems: [{ ...system, productId: idOf(0x53) }],
      steps: [{ ...step, systemId: idOf(0x54), evidence: [idOf(0x55)] }],
      consents: [{ ...consent, documentId: idOf(0x56) }],
    } as CaseContents;
    for (const each of [packet, everyFieldPacket(strange)]) {
      const drawn = packetDocument(each, { ...context, signatures: signaturesOf(each) });
      const texts = [
        ...drawn.flatMap(({ title, none }) => [title, none]),
        ...drawn.flatMap(({ records }) => records.flatMap(({ title, marks }) => [title, ...marks])),
        ...factsOf(drawn)
          // A device has no other name in a packet: by its id it is found again, and revoked.
          .filter(({ place }) => place.table !== 'signatures' || place.field !== 'deviceId')
          .flatMap(({ label, value, provenance }) => [label, value, provenance ?? '']),
      ];
      expect(texts.filter((text) => RAW.test(text))).toEqual([]);
      const page = packetPage(each, signaturesOf(each), each.contents.attachments, new Map(), context.names);
      const read = page.replaceAll(idOf(0xd1), '').replaceAll(/<style>.*?<\/style>/gs, '');
      expect(RAW.exec(read.replaceAll(/<[^>]*>/g, '\n'))).toBeNull();
    }
  });

  test('security 39: what reorders or hides what is read is shown on the page as a sign, in any script', () => {
    const shown = (title: string) => {
      const contents = { ...packet.contents, case: { ...packet.contents.case, title } };
      const page = packetPage({ ...packet, contents }, signatures, [], new Map(), context.names);
      return /<h1>(.*)<\/h1>/s.exec(page)?.[1];
    };
    for (const each of [
      ...['\u202e', '\u2066', '\u200e', '\u200f', '\u061c', '\u200b', '\u2060', '\ufeff', '\u00ad', '\u3164'],
      ...['\u{e0041}', '\u2028', '\u2029', '\ufff9', '\u0085', '\u009b', '\u001b', '\u0000'],
    ])
      expect([each, shown(`rec${each}1`)]).toEqual([each, 'rec\u{fffd}1']);
    // Words of Persian and of Hindi, a family, a name with the variant of its sign.
    for (const each of ['می\u200cخواهم', 'क्\u200dष', '👨\u200d👩\u200d👧', '葛\u{e0100}', '❤\ufe0f'])
      expect(shown(each)).toBe(each);
  });
  test('security 39: markup in any text of a packet or signature is text on the page in the bag', () => {
    const markup = [
      '<script>x()</script>',
      '</title><base href=//b.example/><link rel=stylesheet href=//b.example/x.css>',
      '"><meta http-equiv=refresh content=0>',
      "' onmouseover='x",
      '--><svg/onload=x>',
    ];
    const elements = (page: string) => new Set(page.match(/<[a-z][a-z\d]*/gi));
    const pageOf = (of: { packet: typeof packet; signatures: typeof signatures }) =>
      packetPage(of.packet, of.signatures, of.packet.contents.attachments, new Map(), context.names);
    const usual = elements(pageOf({ packet, signatures }));
    let drawn = 0;
    const put = (whole: { packet: typeof packet; signatures: typeof signatures }, within: object) => {
      for (const [name, value] of Object.entries(within)) {
        if (typeof value === 'object' && value !== null) put(whole, value);
        if (typeof value !== 'string') continue;
        for (const text of markup) {
          Object.assign(within, { [name]: text });
          let page = '';
          try {
            page = pageOf(whole);
          } catch {
            // Unreported: a kind or a time that is none is no packet.
            continue;
          } finally {
            Object.assign(within, { [name]: value });
          }
          drawn += 1;
          expect([name, text, page.includes(text)]).toEqual([name, text, false]);
          expect([name, text, [...elements(page)].filter((each) => !usual.has(each))]).toEqual([
            name,
            text,
            [],
          ]);
        }
      }
    };
    const whole = structuredClone({ packet, signatures });
    put(whole, whole);
    expect(drawn).toBeGreaterThan(1_000);
  });

  test('[PK9] the page in the bag shows each fact, as text', () => {
    const page = packetPage(packet, signatures, packet.contents.attachments, new Map(), context.names);
    for (const { label, value, look } of facts) {
      expect(page).toContain(`>${label}<`);
      if (look !== 'drawing') expect(page).toContain(value);
    }
    expect(page).toContain('<path d="M1 1L20 20"/>');
  });
});

describe('[V5] the findings of a packet', () => {
  const made = (contents = aCompleteCase().build()) =>
    makePacket({
      id: idOf(1),
      revision: 1,
      createdAt: zoned(NOW),
      by: contents.case.engineer,
      contents,
      findings: [],
    });

  test('of a clean packet there are none: nobody is told that a credential was not checked', () => {
    expect(frozenFindings(made())).toEqual([]);
  });

  test('a blocker that may be waived is found in a packet that kept silent about it', () => {
    const found = frozenFindings(made(aCompleteCase().with({ unmodified: 'no' }).build()));
    expect(found.map(({ rule }) => rule)).toEqual(['H5']);
  });

  test('[security 35] and in one that tells of others instead: what its sender invented to be waived is left out', () => {
    const [blocker] = frozenFindings(made(aCompleteCase().with({ unmodified: 'no' }).build()));
    if (!blocker) throw new Error('no blocker');
    const note = { ...blocker, rule: 'H3', severity: 'note' as const, message: 'All is well' };
    const silent = { ...made(aCompleteCase().with({ unmodified: 'no' }).build()), findings: [note] };
    expect(frozenFindings(silent).map(({ rule }) => rule)).toEqual(['H5', 'H3']);
    const invented = { ...made(), findings: [blocker, note] };
    expect(frozenFindings(invented).map(({ rule }) => rule)).toEqual(['H3']);
  });
});

test('on a screen what happened is read first, and what seals the packet last; nothing of it is left out', () => {
  const read = readingOrder(sections);
  expect(read.slice(-2).map(({ id }) => id)).toEqual(['packet', 'signatures']);
  expect(new Set(read)).toEqual(new Set(sections));
  expect(read).toHaveLength(sections.length);
});
