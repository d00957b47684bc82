import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asRead, filled, folded, isBlank, isRequest, isSentence } from '../../../shared/base/spoken.ts';
import { excludedName } from '../../../shared/policy/excluded-names.ts';
import { isVersion, parseVersion } from '../../../shared/policy/versions.ts';

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
  ])('%j is none', (text) => {
    expect(isSentence(text)).toBe(false);
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
      'ES12',
      'Update 3',
    ],
  ])('%s is one', (text) => expect(isVersion(text)).toBe(true));
  test.each(['x', 'latest', 'tbd', 'tbd 1.0', 'unknown (5.4?)', '?', '', 'n/a', 'see photo'])(
    '%s is none',
    (text) => expect(isVersion(text)).toBe(false),
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
    ['Community paging box', null],
    ['Switchboard console', null],
  ])('%s: %s', (name, excluded) => expect(excludedName(name)).toBe(excluded));
});
