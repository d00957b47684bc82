/** Every finding can be cleared by what its fix says, and no finding can be cleared by junk. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseContents, DescribedTable } from '../../../shared/cases/contents.ts';
import { descriptions } from '../../../shared/cases/contents.ts';
import type { Field } from '../../../shared/cases/field.ts';
import { blocksReview, evaluate, hasBlockers } from '../../../shared/handoff/evaluate.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { type Pool, rowOf } from '../../helpers/arbitraries.ts';
import { aCase, aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';
import { GATE_RUNS, WHILE_THEY_RUN } from '../../helpers/gate-runs.ts';

const context = { now: NOW, products: sampleProducts, trust: trusted() };
const blockersOf = (contents: CaseContents) =>
  evaluate(contents, context).filter(({ severity }) => severity === 'blocker');

/** What is typed to get past a field. */
const junk = [
  ...['', ' ', 'x', 'X', '.', '-', '...', '???', 'aa', 'xxx', 'n/a', 'tbd', 'none'],
  ...['\u200b', '\u00a0', '\u3164', '\u2800', '\ufeff\u200d', '\u202e', '\t\n', 'x\u200bx', 'x x x', 'a b c'],
  ...['bad bad bad', 'same same', '1', '11 11 11', '。', '好', '..........'],
  ...[
    'asdf',
    'asdf qwer zxcv',
    'qwertz asdfg yxcvb',
    'n/a - none - tbd',
    'N / A',
    'Please see above.',
    'same as above',
  ],
  ...[
    'unknown',
    'Unknown at this time',
    'I don’t know',
    'to be done later',
    'siehe oben, bitte',
    '上記参照',
    'смотри выше',
  ],
  ...[
    '123 456 789',
    'INC0012345',
    'INC0012345 INC0012346 SR696123',
    'x1 x2 x3 x4',
    'test1 test2 test3',
    'foo bar baz',
  ],
  ...['Lorem ipsum dolor sit amet, consectetur adipiscing elit.', '😀 😁 😂', 'http://x'],
  ...[
    'no idea at all',
    'this is a test',
    'see the attached file',
    'text goes here',
    'Keine Ahnung.',
    'abc def ghi',
    '不知道',
  ],
];
const future = ['2026-11-23T18:05:01.000Z', '2027-01-01T00:00:00.000Z', '2099-12-31T23:59:59.000Z'];

describe('no finding can be cleared by junk', () => {
  const caseId = idOf(1);
  const pool = (times: readonly string[]): Pool => ({
    times,
    texts: junk,
    ids: {
      systems: [idOf(0x20)],
      attachments: [idOf(0x30)],
      steps: [idOf(0x40)],
      products: ['sample-call-recorder'],
    },
  });
  const rows = (table: DescribedTable, from: number, some: Pool) =>
    fc
      .integer({ min: 0, max: 3 })
      .chain((length) =>
        fc.tuple(...Array.from({ length }, (_, n) => rowOf(table, { id: idOf(from + n), caseId }, some))),
      );
  const junkCase = fc
    .constantFrom(future, ['1980-01-01T00:00:00.000Z', ...future], [NOW, '2026-11-23T12:00:00.000Z'])
    .map(pool)
    .chain((some) =>
      fc.record({
        case: rowOf('cases', { id: caseId, organisationId: idOf(0xa), state: 'level2' }, some),
        systems: rows('systems', 0x20, some),
        configuration: rows('configuration', 0x50, some),
        revisions: rows('revisions', 0x60, some),
        steps: rows('steps', 0x40, some),
        attachments: rows('attachments', 0x30, some),
        consents: rows('consents', 0x70, some),
        redactions: rows('redactions', 0x80, some),
        waivers: fc.constant([]),
        examples: rows('examples', 0x90, some),
        links: fc.constant([]),
      }),
    ) as unknown as fc.Arbitrary<CaseContents>;

  test(
    'a case of junk, drawn over its description, never passes; nor does a lead’s waiver let it',
    WHILE_THEY_RUN,
    () => {
      fc.assert(
        fc.property(junkCase, (contents) => {
          expect(blocksReview(evaluate(contents, context))).toBe(true);
        }),
        { numRuns: GATE_RUNS },
      );
    },
  );

  /** Whoever fills in each field of a complete case, chooses well, and types anything: a text that is no answer, times that cannot be. */
  const somebodyInAHurry = fc
    .record({
      texts: fc.array(fc.constantFrom(...junk.filter((text) => /[\p{L}\p{N}]/u.test(text))), {
        minLength: 1,
        maxLength: 5,
      }),
      times: fc.array(fc.constantFrom(...future, NOW, '1980-01-01T00:00:00.000Z'), {
        minLength: 1,
        maxLength: 3,
      }),
      priority: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
    })
    .map(({ texts, times, priority }) => {
      const contents = aCompleteCase()
        .with({ priority } as { priority: 'P1' })
        .build();
      let drawn = 0;
      const typed = (table: DescribedTable, row: Record<string, unknown>) => {
        const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
        for (const [name, { input }] of Object.entries(fields)) {
          drawn += 1;
          if (
            input.kind === 'text' ||
            (input.kind === 'line' && name !== 'component' && name !== 'productId')
          )
            row[name] = texts[drawn % texts.length];
          if (input.kind === 'zoned' && row[name] !== null)
            row[name] = zoned(times[drawn % times.length] ?? NOW);
        }
      };
      typed('cases', contents.case);
      for (const table of ['systems', 'configuration', 'revisions', 'steps'] as const)
        for (const row of contents[table]) typed(table, row);
      return contents;
    });

  test('junk in every field of a case that has all its rows and choices never passes', WHILE_THEY_RUN, () => {
    fc.assert(
      fc.property(somebodyInAHurry, (contents) => {
        expect(blocksReview(evaluate(contents, context))).toBe(true);
      }),
      { numRuns: GATE_RUNS },
    );
  });

  const needed = ['specified', 'observed', 'reproduction', 'ask'] as const;
  test.each(needed)(
    'junk in %s alone blocks a case that is complete otherwise, at that very field',
    (field) => {
      for (const text of junk) {
        const found = blockersOf(
          aCompleteCase()
            .with({ [field]: text })
            .build(),
        );
        expect(
          found.map(({ where }) => where.field),
          JSON.stringify(text),
        ).toEqual([field]);
      }
    },
  );

  test('two of the four texts never say the same, whatever blanks, marks and letter case differ', () => {
    const other = aCompleteCase().contents.case;
    fc.assert(
      fc.property(fc.constantFrom(...needed), fc.constantFrom(...needed), fc.boolean(), (one, two, upper) => {
        fc.pre(one !== two);
        const text = upper ? `  ${other[two].toUpperCase()}!!` : other[two].replaceAll(' ', '\u00a0\u200b');
        const found = blockersOf(
          aCompleteCase()
            .with({ [one]: text })
            .build(),
        );
        expect(found.map(({ where }) => where.field)).toEqual(expect.arrayContaining([one, two]));
      }),
      { numRuns: 100 },
    );
  });

  test('a text that says what the case is called, its own question or the advice under it says nothing', () => {
    const { title, customer } = aCompleteCase().with({ title: 'The recorder stops at night' }).contents.case;
    const hints = ['Request, in one sentence', 'Write what the specification or the manual says.'];
    for (const [field, text] of [
      ...[title, customer].flatMap((text) =>
        (['specified', 'reproduction', 'ask'] as const).map((at) => [at, text]),
      ),
      ...hints.map((text) => ['specified', text]),
    ] as [string, string][])
      expect(
        blockersOf(
          aCompleteCase()
            .with({ title, [field]: text })
            .build(),
        ).map(({ where }) => where.field),
        `${field}: ${text}`,
      ).toEqual([field]);
    // What happens is often what the case is called: that warns.
    const { observed } = aCompleteCase().contents.case;
    const openOf = (contents: CaseContents) =>
      evaluate(contents, context).filter(({ severity }) => severity !== 'note');
    const called = openOf(aCompleteCase().with({ title: observed }).build());
    expect(called.map(({ rule, severity, where }) => [rule, severity, where.field])).toEqual([
      ['H1', 'warning', 'observed'],
    ]);
  });

  test('no advice that the console gives, for whichever question, is an answer to any of the four', () => {
    const given = [
      ...evaluate(aCase().with({ priority: 'P1' }).build(), context),
      ...evaluate(
        aCase().withSystem().withStep('fix').with({ modified: 'yes', damage: 'yes' }).build(),
        context,
      ),
    ];
    // What names a system or a step of the case is of that case.
    const advice = new Set(
      given.flatMap(({ fix, message, clause }) => [fix, `${message}${clause ? ` (${clause})` : ''}. ${fix}`]),
    );
    expect(advice.size).toBeGreaterThan(100);
    for (const text of advice) {
      if (/sample-recorder|Step “/.test(text)) continue;
      for (const field of needed) {
        const found = blockersOf(
          aCompleteCase()
            .with({ [field]: text })
            .build(),
        );
        expect(
          found.map(({ where }) => where.field),
          `${field}: ${text}`,
        ).toEqual([field]);
      }
    }
  });

  test('letters that only look alike, or accents, make no second text', () => {
    const { specified } = aCompleteCase().contents.case;
    for (const observed of [specified.replaceAll('e', '\u0435'), specified.replace('e', 'é')])
      expect(blockersOf(aCompleteCase().with({ observed }).build()).map(({ where }) => where.field)).toEqual([
        'observed',
        'specified',
      ]);
  });

  test('no time lies before there was such a product, and a zone that there is not is told', () => {
    const old = zoned('1985-01-01T00:00:00.000Z');
    for (const name of ['firstSeen', 'lastWorked', 'notifiedAt', 'backupAt', 'level1EndedAt'])
      expect(
        blockersOf(
          aCompleteCase()
            .with({ [name]: old })
            .build(),
        ).map(({ where }) => where.field),
      ).toContain(name);
    const elsewhere = { at: '2026-11-22T06:00:00.000Z', zone: 'Mars/Olympus' };
    const found = evaluate(aCompleteCase().with({ firstSeen: elsewhere }).build(), context);
    expect(
      found.filter(({ severity }) => severity !== 'note').map(({ rule, severity }) => [rule, severity]),
    ).toEqual([['H42', 'warning']]);
  });

  const times = Object.entries(descriptions.cases.fields as Readonly<Record<string, Field>>).filter(
    ([name, { input }]) => input.kind === 'zoned' && name !== 'createdAt',
  );
  test.each(times)('%s in the future blocks, at that very field', (name) => {
    const builder = aCompleteCase()
      .with({
        networkChanged: 'yes',
        ucChanged: 'yes',
        productChanged: 'yes',
        maintenance: 'lapsed',
        maintenanceUntil: '2026-06-30',
      })
      .with({ renewalOffered: 'yes', renewalOfferedTo: 'Sample Contact', renewalAnswer: 'declines' })
      .with({ [name]: zoned(future[0] ?? NOW) });
    expect(blockersOf(builder.build()).map(({ where }) => where.field)).toContain(name);
  });
});

/** What people write: of several languages, none of them twice. */
const sentences = [
  'Records every call of the group.',
  'Calls after midnight are missing from the index.',
  'Call the group after midnight, then search.',
  'Nurses on the second floor miss pages.',
  'Say why the index is not written.',
  'Die Aufzeichnung bricht nach Mitternacht ab.',
  '午夜之后的通话没有录音',
  'ระบบไม่บันทึกเสียงหลังเที่ยงคืน',
  'Звонки после полуночи не записываются.',
  'A significant part of the business is affected.',
  'Restart of the service did not help.',
  'The format of the index is not documented.',
  'Error 0x80070005 when the job starts.',
  'Les appels après minuit manquent.',
  'The log names a file that is not there.',
  '通話が録音されません',
  'No calls ring.',
  'CALLS ARE NOT RECORDED AFTER TWO',
  'Fehler 0x80070005 beim Öffnen der Seite',
  '- Open the page\n- Press save\n- Wait a minute',
  '2026-11-22T06:00:01.123Z ERROR [idx-1] com.example.Index: E-417 index not writable\n\tat com.example.Index.write(Index.java:417)',
  'لا يتم تسجيل المكالمات بعد منتصف الليل',
  'שיחות לא מוקלטות בלילה',
  '통화가 녹음되지 않습니다',
  'हर कॉल रिकॉर्ड नहीं होती',
  'Η κλήση δεν καταγράφεται',
  'It is silent.',
  'MWI stays on',
  'Phone 1 rings, 2 not.',
  '10.1.1.1 unreachable since 02:00',
  'Unknown, because the rack is locked',
  'None of the phones ring',
  'The test page says unknown user',
  'Same error on all phones',
] as const;

/** People of one name, with apostrophes, of other scripts. */
const people = [
  'Wu',
  'O’Brien',
  "D'Angelo",
  'Madonna',
  'Núñez',
  '林',
  '佐藤',
  'Пётр',
  'محمد',
  'Dr. Ö',
  'Nane Unknownson',
  'Will',
  'An To',
  'Nada',
];
/** What stands where there is no telephony platform. */
const noTelephony = [
  'None',
  'There is none',
  'No telephony platform',
  'Keine',
  'Aucun',
  'なし',
  '无',
  'нет',
  'لا يوجد',
];
noTelephony.push('Not connected to a PBX', 'not applicable', 'Es gibt keine');

const versions = [
  '5.4.1',
  '12.5.1.14900-63',
  '14SU3',
  '15.2(4)M7',
  '9.3(11)',
  'sip88xx.14-2-1-0101-47',
  'KB5005112',
];
versions.push(
  '15.0(1)S',
  'v6.4.2-hotfix1',
  'R80.40',
  'N/A (no firmware)',
  'unknown, because the rack is locked',
);
versions.push('SP2', 'v8', '10.0 build 17763', 'Windows Server 2019', '22H2', '8u201', 'ciscocm.v1.cop.sgn');

describe('an honest case meets no false blocker', () => {
  const minute = 60_000;
  const at = (ms: number) => zoned(new Date(ms).toISOString());
  const honest: fc.Arbitrary<CaseBuilder> = fc
    .record({
      texts: fc.shuffledSubarray([...sentences], { minLength: 8, maxLength: 8 }),
      began: fc.integer({ min: Date.parse('2026-11-20T00:00:00Z'), max: Date.parse('2026-11-22T00:00:00Z') }),
      gaps: fc.array(fc.nat(600), { minLength: 5, maxLength: 5 }),
      priority: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
      frequency: fc.constantFrom('constant', 'intermittent', 'once'),
      version: fc.constantFrom(...versions),
      phone: fc.constantFrom('555 0100', '+1 (888) 918-4192', '٥٥٥٠١٠٠', 'ext. 200'),
      users: fc.integer({ min: 1, max: 10_000 }),
      telephony: fc.constantFrom(
        ['CUCM', '14SU3'],
        ['Example PBX 12.5', ''],
        ...noTelephony.map((words) => [words, '']),
      ),
      who: fc.constantFrom(...people),
      scopeIsNot: fc.constantFrom('None', 'nothing', 'keine', 'All other phones', 'なし'),
    })
    .map(({ texts, began, gaps, priority, frequency, version, phone, users, telephony, who, scopeIsNot }) => {
      const [worked = 0, notified = 0, step = 0, ended = 0, looked = 0] = gaps;
      const first = began + (notified + step) * minute;
      const end = first + ended * minute;
      const builder = aCompleteCase().with({
        ...{
          specified: texts[0],
          observed: texts[1],
          reproduction: texts[2],
          impact: texts[3],
          ask: texts[4],
        },
        ...{ priorityReason: texts[5], level1Summary: texts[6], escalationExplanation: texts[7] },
        ...{ priority, frequency, contactPhone: phone, affectedUsers: users, scopeIsNot },
        ...{ contactName: who, backupBy: who, accessContact: `${who}, ${phone}` },
        ...{
          firstSeen: at(began),
          lastWorked: at(began - worked * minute),
          notifiedAt: at(began + notified * minute),
        },
        level1EndedAt: at(end),
      } as Partial<CaseContents['case']>);
      const { contents } = builder;
      for (const log of contents.attachments)
        Object.assign(log, { coversFrom: at(began - 60 * minute), coversTo: at(began + 60 * minute) });
      // Whoever writes up gives times to the minute, while the console's own have seconds.
      for (const each of contents.steps)
        each.at = at(each.level === 1 ? first : Math.floor((end + looked * minute) / minute) * minute);
      const system = contents.systems[0];
      const revision = contents.revisions[1];
      if (!system || !revision) throw new Error('no system');
      system.telephonyPlatform = telephony[0] ?? '';
      system.telephonyVersion = telephony[1] ?? '';
      revision.version = version;
      return builder;
    });

  test('whatever language, priority, version and times it has', WHILE_THEY_RUN, () => {
    fc.assert(
      fc.property(honest, (builder) => {
        expect(blockersOf(builder.build())).toEqual([]);
      }),
      { numRuns: GATE_RUNS },
    );
  });

  test('a question asks for its own short set: nothing of a defect, and not the policy (P-29)', () => {
    const question = () => {
      const builder = aCompleteCase();
      const { contents } = builder;
      contents.steps = contents.steps.filter(({ kind }) => kind === 'search-documentation');
      for (const table of ['configuration', 'attachments', 'redactions', 'consents'] as const)
        contents[table] = [];
      return builder.with({
        ...{ workType: 'information', priority: 'P4', ask: 'How is retention set for each group?' },
        ...{ specified: '', observed: '', reproduced: null, reproduction: '', unmodified: null, impact: '' },
        ...{ priorityReason: '', firstSeen: null, notifiedAt: null, notifiedBy: null, level1Summary: '' },
        ...{ networkChanged: null, ucChanged: null, backupConfirmed: null, suspectedSystemId: null },
        ...{ escalationReason: null, escalationExplanation: '', oneProblem: null },
      });
    };
    expect(evaluate(question().build(), context)).toEqual([]);
    const lacks = (spoil: (b: CaseBuilder) => unknown) => {
      const builder = question();
      spoil(builder);
      return blockersOf(builder.build()).map(({ rule }) => rule);
    };
    expect(lacks((b) => b.with({ ask: 'How?' }))).toEqual(['H41']);
    expect(lacks((b) => b.contents.steps.splice(0))).toEqual(['H19']);
    expect(lacks((b) => b.contents.revisions.splice(0))).toEqual(['H14']);
    expect(lacks((b) => b.with({ contactName: '' }))).toEqual(['H30']);
    expect(lacks((b) => b.with({ maintenance: null }))).toEqual(['H26']);
    expect(lacks((b) => b.contents.systems.splice(0))).toContain('H6');
    expect(hasBlockers(evaluate(question().with({ priority: 'P2' }).build(), context))).toBe(true);
  });

  test('a lead may let an unapproved platform and a free-text product pass, but no missing description', () => {
    const waiver = (rule: 'H7' | 'H47', field: string, builder: CaseBuilder) => {
      const { contents } = builder;
      const id = contents.systems[0]?.id ?? idOf(0);
      const by = { id: idOf(0xe2), name: 'Sample Lead' };
      contents.waivers.push({
        ...{ id: idOf(0xf0 + contents.waivers.length), caseId: contents.case.id, rule, by, at: zoned(NOW) },
        ...{ where: { table: 'systems', id, field }, reason: 'The site cannot go back.' },
      });
      return blockersOf(builder.build()).map(({ rule: left, where }) => `${left} ${where.field}`);
    };
    const spoilt = (fields: Partial<CaseContents['systems'][number]>) => {
      const builder = aCompleteCase();
      Object.assign(builder.contents.systems[0] ?? {}, fields);
      return builder;
    };
    // It is said to show on an approved one: that is another answer, to be let pass for itself.
    expect(waiver('H7', 'approvedPlatform', spoilt({ approvedPlatform: 'no' }))).toEqual(['H5 unmodified']);
    expect(waiver('H7', 'hostname', spoilt({ hostname: '' }))).toEqual(['H7 hostname']);
    const free = { productId: null, productName: 'Paging box of 2009' };
    expect(waiver('H47', 'suppliedByIpcelerate', spoilt(free))).toEqual([]);
    const listed = { productId: null, productName: 'Sample Call Recorder' };
    expect(waiver('H47', 'productName', spoilt(listed))).toEqual(['H47 productName']);
  });
});
