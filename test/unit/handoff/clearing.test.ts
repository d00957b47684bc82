/** Every finding is cleared by what its fix says, and none by junk at its own place. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { descriptions } from '../../../shared/cases/contents.ts';
import type { Field } from '../../../shared/cases/field.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import type { Finding } from '../../../shared/handoff/schema.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../../shared/policy/sample-policy.ts';
import { aCase, aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';
import { GATE_RUNS, WHILE_THEY_RUN } from '../../helpers/gate-runs.ts';

const referenceData = { rates: sampleRates, documents: samplePolicyDocuments, contracts: [] };
const context = { now: NOW, products: sampleProducts, trust: trusted(), referenceData };
const openOf = (contents: CaseContents) =>
  evaluate(contents, context).filter(({ severity }) => severity !== 'note');
const same = (a: Finding, b: Finding) =>
  a.rule === b.rule && a.message === b.message && JSON.stringify(a.where) === JSON.stringify(b.where);

const honest = aCompleteCase().contents;
/** What somebody who knows writes into the fields that a complete case does not ask for. */
const asked: Partial<CaseContents['case']> = {
  networkChange: 'New VLAN for the phones, by the customer',
  networkChangedAt: zoned('2026-11-21T12:00:00.000Z'),
  ucChange: 'Another route pattern, by the integrator',
  ucChangedAt: zoned('2026-11-21T13:00:00.000Z'),
  productChange: 'A patch of the operating system, by the partner',
  productChangedAt: zoned('2026-11-21T14:00:00.000Z'),
  changeNotCause: 'It was taken back, and the fault stayed.',
  modifications: 'The skin of the web page was changed',
  addedApplicationNames: 'A report that reads the index at night',
  seenBeforeCase: 'T-1017 of last spring',
  damageNotes: 'Water ran over the rack in October',
  customerDelayNotes: 'The door was locked until nine in the morning',
  contactAroundTheClock: 'no',
  contactAroundTheClockNote: 'The house is closed at night and opens at six',
  noExampleWhy: 'Nobody noted which calls were missing.',
};

/** Does what the fix of a finding says, at its place. */
function clear(b: CaseBuilder, { rule, where, message }: Finding): void {
  const { contents } = b;
  const field = where.field ?? '';
  switch (where.table) {
    case 'cases': {
      const value = { ...honest.case, ...asked }[field as keyof CaseContents['case']];
      Object.assign(contents.case, {
        [field]: field === 'suspectedSystemId' ? (contents.systems[0]?.id ?? null) : value,
      });
      if (rule === 'H44') b.withExample();
      if (rule === 'H40') Object.assign(contents.case, { contactAroundTheClock: 'yes' });
      return;
    }
    case 'systems': {
      const row = contents.systems.find(({ id }) => id === where.id);
      if (row) Object.assign(row, { [field]: honest.systems[0]?.[field as 'hostname'] });
      else b.withSystem();
      return;
    }
    case 'configuration':
      b.withConfiguration({ systemId: where.id ?? idOf(0) });
      return;
    case 'revisions': {
      const row = contents.revisions.find(({ id }) => id === where.id);
      if (row) Object.assign(row, { version: '12.1' });
      else {
        const own = contents.revisions.find((each) => each.component === field && each.systemId === where.id);
        if (own) Object.assign(own, { version: '12.1' });
        else b.withRevision(field, '5.4.1', { systemId: where.id ?? idOf(0) });
      }
      return;
    }
    case 'steps': {
      const row = contents.steps.find(({ id }) => id === where.id);
      if (!row) {
        const kind = field as 'gather';
        b.withStep(kind, {
          level: rule === 'H22' ? 2 : 1,
          did: `Did the ${kind} of ${message.length} things`,
          showed: `The ${kind} showed what was thought of ${message.length}`,
          ...(rule === 'H19' ? { showed: 'None of these four says anything of it' } : {}),
        });
        return;
      }
      const was = honest.steps.find(({ kind }) => kind === row.kind);
      const more = { byOther: '', noEvidenceWhy: 'The log was read on its own screen.' };
      if (rule === 'H22') Object.assign(row, more);
      else Object.assign(row, { ...more, [field]: { ...was, ...more }[field as 'did'] });
      return;
    }
    case 'attachments': {
      const row = contents.attachments.find(({ id }) => id === where.id);
      if (!row) b.withAttachment();
      else if (rule === 'H12') {
        const { id: attachmentId, sha256 } = row;
        b.withRedaction({ attachmentId, sha256 });
      } else Object.assign(row, { [field]: honest.attachments[0]?.[field as 'coversFrom'] });
      return;
    }
    case 'consents':
      b.withConsent(field as 'policy');
      return;
    default:
      Object.assign(contents.examples.find(({ id }) => id === where.id) ?? {}, {
        [field]: honest.examples[0]?.[field as 'what'],
      });
  }
}

/** Clears one finding after the other; each is gone at once, and in the end none is left. */
function walk(b: CaseBuilder): number {
  // The builder's own contents: the rules change nothing, and each state is asked about once.
  let open = openOf(b.contents);
  for (let cleared = 0; cleared < 200; cleared++) {
    const [first] = open;
    if (!first) return cleared;
    clear(b, first);
    open = openOf(b.contents);
    const left = open.find((each) => same(each, first));
    if (left) throw new Error(`${left.rule} stays: ${left.message}. ${left.fix}`);
  }
  throw new Error('there is no end of findings');
}

describe('every finding is cleared by what its fix says', () => {
  test('from a case on which nothing is answered to one that can be handed off, finding by finding', () => {
    const b = aCase().with({ priority: 'P1' });
    expect(walk(b)).toBeGreaterThan(50);
    expect(openOf(b.build())).toEqual([]);
  });

  test.each(['P1', 'P2', 'P3', 'P4'] as const)(
    'whatever is taken away of a complete %s',
    WHILE_THEY_RUN,
    (priority) => {
      const tables = ['systems', 'configuration', 'revisions', 'steps', 'attachments', 'redactions'] as const;
      fc.assert(
        fc.property(
          fc.subarray(Object.keys(descriptions.cases.fields), { maxLength: 12 }),
          fc.subarray([...tables, 'consents', 'examples'] as const),
          fc.subarray([
            'networkChanged',
            'ucChanged',
            'productChanged',
            'modified',
            'addedApplications',
          ] as const),
          fc.subarray(['seenBefore', 'damage', 'customerDelays'] as const),
          (blanked, emptied, changed, answered) => {
            const b = aCompleteCase().with({ priority });
            const fields: Readonly<Record<string, Field>> = descriptions.cases.fields;
            for (const name of [...changed, ...answered]) Object.assign(b.contents.case, { [name]: 'yes' });
            for (const name of blanked)
              if (name !== 'priority' && fields[name]?.given === false && name !== 'state')
                Object.assign(b.contents.case, { [name]: fields[name]?.empty });
            for (const table of emptied) b.contents[table] = [];
            // A platform that was described for another system is not there any more.
            walk(b);
          },
        ),
        // Each run clears some dozens of findings, and asks all rules for each.
        { numRuns: Math.ceil(GATE_RUNS / 20) },
      );
    },
  );
});

describe('no finding is cleared by junk at its own place', () => {
  const unseen = [
    '',
    ' ',
    '.',
    '-',
    '...',
    '???',
    '\u200b',
    '\u00a0',
    '\u3164',
    '\u2800',
    '\ufeff\u200d',
    '\u202e',
    '\t\n',
  ];
  const repeats = ['x', 'X', 'aa', 'xxx', '1', '11 11 11', '。', '..........', 'x\u200bx', 'xxxxxxxx'];
  const fillers = [
    'n/a',
    'N / A',
    'tbd',
    'unknown',
    'Unknown.',
    'see above',
    'asdf',
    'qwertz',
    '不明',
    'to be defined',
  ];
  const tickets = ['INC0012345 INC0012346 SR696123', '123 456 789', 'see T-1017 above', 'test1 test2 test3'];
  const noSentence = [
    ...repeats,
    'none',
    'x x x',
    'a b c',
    'bad bad bad',
    'same same',
    '好',
    ...fillers,
    ...tickets,
  ];
  noSentence.push(
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit.',
    'asdf qwer zxcv',
    'Please see above.',
  );
  const words = ['accessHow', 'accessContact', 'scopeIs', 'scopeIsNot'];
  const names = [
    'contactName',
    'backupBy',
    'backupWhat',
    'backupWhere',
    'errorText',
    'errorReadFrom',
    'seenBeforeCase',
  ];
  const noName = ['x', 'X', 'aa', 'xxx', 'xxxxxxxx', '。', '..........', ...fillers];

  const texts = Object.entries(descriptions.cases.fields as Readonly<Record<string, Field>>).filter(
    ([, { input }]) => input.kind === 'text' || input.kind === 'line',
  );
  test.each(texts)('%s', (name, field) => {
    const whole = aCompleteCase().with({
      ...{ networkChanged: 'yes', ucChanged: 'yes', productChanged: 'yes', modified: 'yes' },
      ...{ addedApplications: 'yes', seenBefore: 'yes', damage: 'yes', customerDelays: 'yes' },
      ...{ priority: 'P1', contactAroundTheClock: 'no', ...asked },
    } as Partial<CaseContents['case']>);
    if (name === 'noExampleWhy') whole.contents.examples = [];
    const at = (value: string) =>
      openOf(whole.with({ [name]: value }).build()).filter(({ where }) => where.field === name);
    if (at('').length === 0) return;
    const junk = [
      ...unseen,
      ...(words.includes(name) ? [...repeats, ...fillers] : []),
      ...(names.includes(name) ? noName : []),
      ...(words.includes(name) ? [] : field.input.kind === 'text' && !field.mono ? noSentence : []),
    ];
    for (const text of junk) expect(at(text).length, JSON.stringify(text)).toBeGreaterThan(0);
  });

  test.each(['hostname', 'site', 'os', 'networkAttachment', 'telephonyPlatform'] as const)(
    '%s of a system',
    (name) => {
      for (const text of [...unseen, ...noName]) {
        const b = aCompleteCase();
        Object.assign(b.contents.systems[0] ?? {}, { [name]: text });
        expect(
          openOf(b.build()).map(({ where }) => where.field),
          JSON.stringify(text),
        ).toContain(name);
      }
    },
  );

  test('a value, a reason and a waiver that say nothing: configuration, redaction, what a lead lets pass', () => {
    for (const text of [...unseen, ...noName]) {
      const value = aCompleteCase();
      Object.assign(value.contents.configuration[0] ?? {}, { key: 'x', value: text });
      if (text !== 'N / A')
        expect(
          openOf(value.build()).map(({ rule }) => rule),
          text,
        ).toEqual(['H10']);
      const reason = aCompleteCase();
      Object.assign(reason.contents.redactions[0] ?? {}, { state: 'not-needed', reason: text });
      expect(
        openOf(reason.build()).map(({ rule }) => rule),
        text,
      ).toEqual(['H12']);
      const { case: record, waivers } = aCompleteCase().with({ unmodified: 'no' }).contents;
      waivers.push({
        ...{ id: idOf(0xf0), caseId: record.id, rule: 'H5', reason: text, at: zoned(NOW) },
        ...{
          where: { table: 'cases', id: record.id, field: 'unmodified' },
          by: { id: idOf(0xe2), name: 'Sample Lead' },
        },
      });
      const waived = { ...aCompleteCase().contents, case: record, waivers };
      expect(
        openOf(waived).map(({ rule }) => rule),
        text,
      ).toEqual(['H5']);
    }
  });

  test('a signature under another text than the one that is asked for signs nothing', () => {
    for (const textShown of [
      'x',
      'No backup',
      'There is no backup. The customer knows that data may be lost.',
    ]) {
      const b = aCompleteCase().with({ backupConfirmed: 'no', backupWhat: '', backupWhere: '' });
      b.withConsent('no-backup', { textShown, textSha256: sha256OfText(textShown), documentId: null });
      expect(openOf(b.build()).map(({ rule }) => rule)).toEqual(['H31']);
    }
  });
});
