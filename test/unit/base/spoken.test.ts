import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asRead,
  filled,
  folded,
  gist,
  isBlank,
  isName,
  isNone,
  isPlaceholder,
  isRequest,
  isSentence,
  isWord,
  unpadded,
  wordsInAnyOrder,
} from '../../../shared/base/spoken.ts';
import { SpokenText } from '../../../shared/base/spoken-text.ts';
import { excludedName } from '../../../shared/policy/excluded-names.ts';
import { isVersion, isWholeVersion, parseVersion, saysWhyNone } from '../../../shared/policy/versions.ts';

describe('what a typed text says', () => {
  test.each(['', ' \t\n', '\u200b', '\u3164', '\u2800', '\ufeff\u2060', '\u00ad', '\u202e', '\ufe0f'])(
    '%j is blank',
    (text) => {
      expect(isBlank(text)).toBe(true);
      expect(filled(text)).toBe(false);
    },
  );

  test('marks alone can be a value, and are no answer', () => {
    expect([isBlank('*'), filled('*'), filled('???')]).toEqual([false, false, false]);
  });

  test.each([
    'Records every call.',
    'Error 0x80070005 appears',
    'Die Aufzeichnung bricht ab',
    '通話が録音されません',
    '午夜之后没有录音',
    'ระบบไม่บันทึกเสียง',
    'one\ntwo words\nthree',
    ...[
      'It is silent.',
      'E-417 after midnight',
      'MWI stays on',
      'Phone 1 rings, 2 not.',
      'Same error on all phones',
    ],
    ...['None of the phones ring', 'Unknown, because the rack is locked', '10.1.1.1 unreachable since 02:00'],
    ...['It is not available.', 'Mail is not delivered.'],
    // Words of the list beside one that is not on it.
    ...['Page shows lorem ipsum instead of names', 'qwerty layout sends y for z', 'See error E-417 at login'],
  ])('%j can be a sentence', (text) => {
    expect(isSentence(text)).toBe(true);
  });

  test.each([
    'x',
    'Say why.',
    'bad bad bad',
    'x x x',
    'a b c',
    'xx xxx xxxx',
    '. . . . . .',
    '好',
    '好好好好好好',
    'a\u200bb\u200bc',
    ...[
      'asdf qwer zxcv',
      'qwertz asdfg yxcvb',
      'n/a - none - tbd',
      'Please see above.',
      'Same as above',
      'I don’t know',
    ],
    ...[
      'Unknown at this time',
      'To be defined later',
      'Siehe oben, bitte',
      'wird noch nachgereicht',
      'смотри выше, см. выше',
    ],
    ...[
      '123 456 789',
      'INC0012345 INC0012346 SR696123',
      'see T-1017 above',
      'test1 test2 test3',
      'x1 x2 x3 x4',
      'foo bar baz',
    ],
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit.',
  ])('%j is none', (text) => {
    expect(isSentence(text)).toBe(false);
  });

  test.each([
    'n/a',
    'N / A',
    'Unknown.',
    'see above',
    'tbd',
    'asdf',
    'qwertzuiop',
    'asdfasdf',
    'xx',
    '不明',
    'unbekannt',
  ])('%j stands where an answer should: it is no word and no name', (text) =>
    expect([isPlaceholder(text), isWord(text), isName(text)]).toEqual([true, false, false]),
  );

  test.each([
    'Wu',
    'O’Brien',
    'Madonna',
    'Núñez',
    '林',
    'Пётр',
    'محمد',
    'HQ',
    'r1',
    'XP',
    'Wert',
    'Nane Unknownson',
    'Will',
    'An To',
    'Nada',
    'mail',
    'ABC',
    'Bar',
  ])('%j can be a name', (text) => expect([isPlaceholder(text), isName(text)]).toEqual([false, true]));

  test.each(['None.', 'nothing', 'Keine', 'нет'])('%j says that there is none', (text) =>
    expect(isNone(text)).toBe(true),
  );

  test('letters that only look alike, and accents, make no other text', () => {
    expect(folded('S\u0430mple Call Recorder')).toBe(folded('Sample Call Recorder'));
    expect(folded('\u0421U\u0421\u041c')).toBe('cucm');
    expect(gist('Récords évery cäll')).toBe(gist('Records every call.'));
    // Of names accents are part.
    expect(folded('Müller')).not.toBe(folded('Muller'));
  });

  test('two texts say the same, letter case, blanks, marks, composition and invisible characters aside', () => {
    expect(folded('  Zu\u0308rich,\u00a0Room 1!')).toBe(folded('zürich room\u200b1'));
    expect(folded('Room 1')).not.toBe(folded('Room 2'));
  });
});

test('what is typed plainly is read as everything else is: nothing unseen beside it changes what it says', () => {
  const typed = fc
    .string({ unit: 'binary-ascii', maxLength: 60 })
    .map((text) => text.replaceAll(/[^ -~]/g, ' '));
  const words = fc.array(fc.constantFrom('Calls', 'ring', 'twice.', 'a', 'b2', '--', ''), { maxLength: 8 });
  fc.assert(
    fc.property(
      fc.oneof(
        typed,
        words.map((each) => each.join(' ')),
      ),
      (text) => {
        const unseen = `\u200b${text}`;
        for (const read of [asRead, folded, isSentence, isRequest, isBlank, filled] as const)
          expect(read(text)).toEqual(read(unseen));
      },
    ),
  );
});

describe('[H14] [H16] the field’s versions', () => {
  test.each([
    ...[
      '12.5.1.14900-63',
      '14SU3',
      '15.2(4)M7',
      '9.3(11)',
      'sip88xx.14-2-1-0101-47',
      'KB5005112',
      'SP2',
      'v8',
      '7',
    ],
    ...[
      '10.0 build 17763',
      'Windows Server 2019',
      '22H2',
      '8u201',
      'ciscocm.fix.cop.sgn',
      '15.0(1)S',
      'v6.4.2-hotfix1',
      'R80.40',
      '12,5',
      'ES12',
      'Update 3',
    ],
  ])('%s is one', (text) => expect(isVersion(text)).toBe(true));
  test.each(['x', 'latest', 'tbd', 'tbd 1.0', 'unknown (5.4?)', '?', '', 'n/a', 'see photo', '0', '0.0.0'])(
    '%s is none',
    (text) => expect(isVersion(text)).toBe(false),
  );
  test('one digit alone may be short for a version: it counts, and is looked at', () => {
    expect([isVersion('7'), isWholeVersion('7'), isWholeVersion('Debian 7')]).toEqual([true, false, true]);
  });
  test.each([
    'N/A (no firmware)',
    'not installed',
    'none: it is not licensed',
    'unknown, because the rack is locked',
  ])('%s says why there is none', (text) =>
    expect([isVersion(text), saysWhyNone(text)]).toEqual([false, true]),
  );
  test.each(['n/a', 'unknown', 'none', 'n/a, see above', 'unknown (5.4?)', 'not known', 'latest'])(
    '%s does not',
    (text) => expect(saysWhyNone(text)).toBe(false),
  );
  test('a service update is part of a version that can be compared', () => {
    expect(parseVersion('14SU3')).toEqual({ major: 14, minor: 0, maintenance: 3, build: 0 });
  });
});

describe('[H29] names that P-23 excludes', () => {
  test.each([
    ['Cisco Unified CallManager', 'Cisco Unified CallManager'],
    ['CUCM 14', 'Cisco Unified CallManager'],
    ['Call-Manager Express', 'Cisco CallManager Express'],
    ['Cisco Unity Connection', 'Cisco Unity Voice Mail'],
    ['uccx', 'Cisco IPCC Express or Enterprise'],
    ['core-switch', 'network infrastructure'],
    ['ＲＯＵＴＥＲ', 'network infrastructure'],
    ['CUCM12.5', 'Cisco Unified CallManager'],
    ['C.U.C.M.', 'Cisco Unified CallManager'],
    ['C\u0430llM\u0430nager', 'Cisco Unified CallManager'],
    ['UCCX12', 'Cisco IPCC Express or Enterprise'],
    ['UnityConnection', 'Cisco Unity Voice Mail'],
    ['Community paging box', null],
    ['Opportunity server 2', null],
    ['Switchboard console', null],
  ])('%s: %s', (name, excluded) => expect(excludedName(name)).toBe(excluded));
});

test('security 32: signs that stand for eighteen letters are read as those, and a text of thousands of them is not', () => {
  expect(asRead('\ufdfa')).toBe('صلى الله عليه وسلم');
  expect(asRead('\u3316 \u337f ①')).toBe('キロメートル 株式会社 1');
  for (const sign of ['\ufdfa', '\ufdfb', '\u3316', '\u321d', '\u33af', 'a\ufdfa', '\ufdf2 ']) {
    const text = sign.repeat(Math.floor(20_000 / sign.length));
    for (const read of [asRead, folded, gist, unpadded] as const)
      expect([sign, read(text).length <= text.length * 3]).toEqual([sign, true]);
  }
});

test('a plain text is parted into words as any other is: another script behind it changes none of them', () => {
  const plain = fc
    .array(fc.constantFrom(...'aB1.,;:|-/()_ ~'), { maxLength: 24 })
    .map((signs) => signs.join('').replace(/ +/g, ' ').trim());
  const words = (text: string) => wordsInAnyOrder(text).split(' ').filter(Boolean);
  fc.assert(
    fc.property(plain, (text) => {
      expect(words(`${text} ж`)).toEqual([...words(text), 'ж'].sort());
    }),
    { numRuns: 1000 },
  );
});

test('a text of which questions are answered once has the answers of each', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.lorem({ maxCount: 6 }),
    fc.constantFrom('n/a', 'asdf', 'It is on.'),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const said = new SpokenText(text);
      for (let time = 0; time < 2; time++)
        expect([said.folded, said.gist, said.isSentence, said.isPlaceholder]).toEqual([
          folded(text),
          gist(text),
          isSentence(text),
          isPlaceholder(text),
        ]);
    }),
  );
});
