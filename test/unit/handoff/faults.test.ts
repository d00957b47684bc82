/** Cases that are sound but for one fault: each is found at its place. And what people write who are in earnest, which never blocks. */
import { describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { findClause } from '../../../shared/policy/clauses.ts';
import { noBackupText } from '../../../shared/policy/consent-text.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../../shared/policy/sample-policy.ts';
import { aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';

const referenceData = { rates: sampleRates, documents: samplePolicyDocuments, contracts: [] };
const openOf = (contents: CaseContents, more: Partial<typeof referenceData> = {}) =>
  evaluate(contents, {
    now: NOW,
    products: sampleProducts,
    trust: trusted(),
    referenceData: { ...referenceData, ...more },
  })
    .filter(({ severity }) => severity !== 'note')
    .map(({ rule, severity, where }) => `${severity} ${rule} ${where.field ?? ''}`.trim());

type Change = (b: CaseBuilder) => unknown;
type Fields<T extends 'systems' | 'configuration' | 'attachments'> = Partial<CaseContents[T][number]>;
const record =
  (fields: Partial<CaseContents['case']>): Change =>
  (b) =>
    b.with(fields);
const system =
  (fields: Fields<'systems'>): Change =>
  ({ contents }) =>
    Object.assign(contents.systems[0] ?? {}, fields);
const value =
  (fields: Fields<'configuration'>): Change =>
  ({ contents }) =>
    Object.assign(contents.configuration[0] ?? {}, fields);
const log =
  (fields: Fields<'attachments'>): Change =>
  ({ contents }) =>
    Object.assign(contents.attachments[0] ?? {}, fields);
const step =
  (kind: string, fields: Partial<CaseContents['steps'][number]>): Change =>
  ({ contents }) =>
    Object.assign(contents.steps.find((each) => each.kind === kind) ?? {}, fields);
const revision =
  (at: number, fields: Partial<CaseContents['revisions'][number]>): Change =>
  ({ contents }) =>
    Object.assign(contents.revisions[at] ?? {}, fields);
const signature =
  (fields: Partial<CaseContents['consents'][number]>): Change =>
  ({ contents }) =>
    Object.assign(contents.consents[0] ?? {}, fields);
/** A system of another maker, in which the fault is thought to lie, whatever is said of who supplied it. */
const suspected =
  (productName: string): Change =>
  (b) =>
    b
      .withSystem({
        productId: null,
        ...{ productName, suppliedByIpcelerate: 'yes', role: 'context', hostname: 'h9' },
      })
      .withSuspicion();

const found = (at: string, faults: readonly [string, Change][]) =>
  faults.map(([what, spoil]): [string, string, Change] => [what, at, spoil]);
const answers = (field: 'specified' | 'observed' | 'reproduction' | 'ask', texts: readonly string[]) =>
  texts.map((text): [string, Change] => [`${field}: ${text}`, record({ [field]: text })]);

describe('a fault of its own is found at its place', () => {
  test.each([
    ...found(
      'blocker H1 observed',
      answers('observed', [
        ...[
          'text goes here',
          'some text here',
          'no idea at all',
          'I have no idea',
          'not sure yet',
          'one two three',
        ],
        ...[
          'this is a test',
          'qazwsx edcrfv tgbyhn',
          'abc def ghi jkl',
          'will write this later',
          'fill in later please',
        ],
        ...['refer to the ticket', 'as discussed on the phone', 'siehe Anhang bitte', 'same issue as before'],
        ...[
          'see email from Tuesday',
          'see the attached file',
          'keine Ahnung davon',
          'weiß ich nicht',
          'je ne sais pas',
        ],
        ...[
          'no lo sé',
          'non lo so',
          'わかりません',
          '不知道',
          'Please call me',
          'ⓧⓧⓧ ⓨⓨⓨ ⓩⓩⓩ',
          '1a 2b 3c',
          'k.A. k.A. k.A.',
        ],
        // What it should do, lengthened.
        ...['Records every call x', 'xx Records every call', 'Records every call. Records every call.'],
        ...['asdf records every call asdfgh'],
      ]),
    ),
    ...found(
      'blocker H1 specified',
      answers('specified', [
        'Write the steps one by one, or what was tried and what came of it.',
        'Level 1 has no step of gathering data',
        'Write a telephone number or an e-mail address.',
        'Write its host name. Write where it stands.',
        'Each affected or suspected system is described',
        findClause('P-20')?.text ?? '',
      ]),
    ),
    ...found(
      'blocker H1 observed',
      answers('observed', [
        'What actually happens is missing (P-14). Write what is seen, with error texts letter for letter.',
        'Write what Level 2 lacks to go on.',
        'Ask the customer, then answer yes or no.',
        'Have the customer back up data bases, recorded calls and data; where that cannot be, answer no.',
        'What it is by its content',
      ]),
    ),
    ...found(
      'blocker H4 reproduction',
      answers('reproduction', [
        'Copy it letter for letter.',
        'Enter it, paste it, or drop the configuration file.',
        'Write a sentence of three words or more that somebody who was not there understands.',
        'Write in each of the two what it asks for.',
      ]),
    ),
    ...found(
      'blocker H41 ask',
      answers('ask', [
        'Write how the definition of the priority fits.',
        'What actually happens is missing',
        'Choose Always, Sometimes or Once.',
        'Attach the logs of that time.',
        'Add what was done and what it showed.',
        'Try it, and give that time.',
      ]),
    ),
    ...found('blocker H1 observed', [
      ...answers('observed', [
        ...[
          'I do not know',
          "don't know why",
          'We do not know yet',
          'nobody knows',
          'who knows',
          'не знаю точно',
        ],
        ...['nothing to say here', 'No comment at all', 'not applicable at all', 'TODO write this text'],
        ...['hello world test', 'The customer will tell you', 'weiß der Kunde selbst', '모르겠습니다'],
        ...['wie oben bereits beschrieben', 'voir ci-dessus svp', 'ver adjunto por favor', 'same as title'],
        ...['as per the subject', 'siehe Betreff oben', '見ての通り', '如题'],
      ]),
    ]),
    ...found(
      'warning H1 observed',
      answers('observed', [
        ...['It does not work.', 'Does not work as expected', 'There is an error', 'Das geht nicht'],
        ...['ne marche pas', 'no funciona nada', 'ничего не работает', '動作しません'],
      ]),
    ),
    ...found(
      'warning H41 ask',
      answers('ask', [
        ...['Please help us', 'need help urgently please', 'Fix the problem', 'solve this issue asap'],
        ...['do the needful', 'what to do?', 'any idea why?', 'bitte um Hilfe', 'What should we do now?'],
      ]),
    ),
    ...found('warning H4 reproduction', answers('reproduction', ['just use it', 'Use the product'])),
    ...found(
      'blocker H2 impact',
      [
        'No impact at all',
        'There is no effect on the business.',
        'Keine Auswirkungen bekannt',
        'Aucun impact connu',
      ].map((impact): [string, Change] => [`a P1: ${impact}`, record({ priority: 'P1', impact })]),
    ),
    ...found('blocker H2 priorityReason', [
      ['a P1, of which no lead reads why', record({ priority: 'P1', priorityReason: 'x' })],
    ]),
    ...found(
      'blocker H30 contactName',
      ['nobody', 'The customer', 'der Kunde', 'le client', 'someone'].map((contactName): [string, Change] => [
        contactName,
        record({ contactName }),
      ]),
    ),
    ...found('blocker H7 os', [['the latest', system({ os: 'latest' })]]),
    ...found('warning H1 observed', [
      [
        'a number behind the same words',
        record({ specified: 'Records every call 1.', observed: 'Records every call 2.' }),
      ],
    ]),
    ...found('blocker H41 oneProblem', [['two problems', record({ oneProblem: 'no' })]]),
    ...found('blocker H7 hostname', [['its own question', system({ hostname: 'Host name' })]]),
    ...found('blocker H7 site', [['its own question', system({ site: 'Site:' })]]),
    ...found('blocker H7 os', [['its own question', system({ os: 'Operating system' })]]),
    ...found('blocker H30 contactName', [
      ['its own question', record({ contactName: 'Authorized Contact' })],
      ['one letter', record({ contactName: 'O' })],
    ]),
    ...found('blocker H30 contactPhone', [
      ['an address of one letter', record({ contactPhone: '', contactEmail: 'x@x.xx' })],
    ]),
    ...found('blocker H34 accessHow', [
      ['its own question', record({ accessHow: 'How Level 3 reaches the system' })],
    ]),
    ...found('blocker H9 capturedAt', [
      ['read in the future', system({ capturedAt: '2027-11-10T00:00:00.000Z' })],
    ]),
    ...found('blocker H13 value', [
      ['captured in the future', value({ capturedAt: '2099-11-20T00:00:00.000Z' })],
    ]),
    ...found('blocker H14 version', [
      ['read in the future', revision(1, { capturedAt: '2099-11-20T00:00:00.000Z' })],
    ]),
    ...found(
      'blocker H10',
      ['tbd', 'TODO', 'n/a', '???', 'xxx', 'see above'].map((typed) => [
        `a value of ${typed}`,
        value({ value: typed }),
      ]),
    ),
    ...found('blocker H12 value', [
      ['a secret that its section names', value({ section: 'password', key: 'value', value: 'hunter2' })],
      ['a PIN', value({ key: 'pin', value: '4711' })],
      ['a community', value({ section: 'snmp', key: 'community', value: 'n0tpublic' })],
      ['an address with a password', value({ key: 'url', value: 'https://admin:hunter2@rec1/api' })],
    ]),
    ...found('blocker H47 productId', [['a product that there is not', system({ productId: 'made-up' })]]),
    ...found(
      'blocker H47 productName',
      [
        'Sample Call Recorder 5.4',
        'sample call-recorder v5',
        'Sample\u200b Call Recorder, Version 5.4.1',
      ].map((productName) => [
        productName,
        system({ productId: null, productName, suppliedByIpcelerate: 'no' }),
      ]),
    ),
    ...found(
      'blocker H29 suspectedSystemId',
      [
        ...[
          'Cisco UCM',
          'Unified Communication Manager',
          'CallMgr 12',
          'Cisco Unity Express',
          'CUC 12.5',
          'C U C M',
          'CUCMpub',
        ],
        ...[
          'Cisco IP Contact Center',
          'ISR4331',
          'Catalyst 9300',
          'Cisco ASA 5506',
          'Nexus 93180',
          'CUBE',
          'Koppelswitch',
        ],
        ...[
          'Session Border Controller',
          'Wireless LAN controller',
          'Access point',
          'load balancer',
          'routeur',
          'pare-feu',
        ],
        ...[
          'LAN',
          'Customer’s WLAN',
          'MPLS network',
          'VPN concentrator',
          'DNS server',
          'proxy server',
          'F5 BIG-IP',
        ],
        ...['Audio codes SBC', 'Cisco 2911', 'Cisco 9300 stack', 'Webex Contact Center'],
        ...['Fire wall', 'ＣＵＣＭ', 'CU\u200bCM'],
      ].map((name) => [name, suspected(name)]),
    ),
    ...found('blocker H38 coversFrom', [
      ['a log of before there were any', log({ coversFrom: zoned('1970-01-01T00:00:00.000Z') })],
    ]),
    ...found('warning H16 version', [['a digit alone', revision(1, { version: '1' })]]),
    ...found('blocker H22 evidence', [
      [
        'what was examined is no log and not named',
        (b) => {
          log({ category: 'other' })(b);
          step('examine-logs', { evidence: [] })(b);
        },
      ],
    ]),
    ...found('blocker H32 policy', [
      ['signed a month before it was recorded', signature({ signedOn: '2026-10-26' })],
      ['signed in two days', signature({ signedOn: '2026-11-26' })],
      ['a tap', signature({ method: 'drawn', drawing: 'M10 10' })],
    ]),
  ])('%s: %s', (_what, at, spoil) => {
    const b = aCompleteCase();
    spoil(b);
    expect(openOf(b.build())).toContain(at);
  });

  test('what a single letter or digit lacks is told, and cleared as it says', () => {
    const messages = (change: Change) => {
      const b = aCompleteCase();
      change(b);
      const context = { now: NOW, products: sampleProducts, trust: trusted(), referenceData };
      return evaluate(b.build(), context)
        .filter(({ severity }) => severity !== 'note')
        .map(({ message, fix }) => `${message}. ${fix}`);
    };
    expect(messages(record({ contactName: 'O' }))).toEqual([
      expect.stringMatching(/^“O” names no Authorized Contact\..*“Ms O”/),
    ]);
    expect(messages(record({ contactName: 'Ms O' }))).toEqual([]);
    expect(messages(revision(1, { version: '9' }))).toEqual([
      expect.stringMatching(/“9” for Operating system is a single digit\..*Version 9/),
    ]);
    expect(messages(revision(1, { version: 'Version 9' }))).toEqual([]);
  });

  test('[H7] an approved platform is one that the catalogue names, where it names any', () => {
    const products = sampleProducts.map((each) =>
      each.id === 'sample-call-recorder'
        ? { ...each, approvedPlatforms: ['Windows Server 2019', 'VMware ESXi 7'] }
        : each,
    );
    const on = (fields: Fields<'systems'>) => {
      const b = aCompleteCase();
      system(fields)(b);
      return evaluate(b.build(), { now: NOW, products, trust: trusted(), referenceData })
        .filter(({ severity }) => severity !== 'note')
        .map(({ rule, severity, message }) => `${severity} ${rule} ${message}`);
    };
    expect(on({ os: 'Example Linux 12' })).toEqual([
      expect.stringMatching(/^warning H7 .*names Windows Server 2019, VMware ESXi 7$/),
    ]);
    expect(on({ os: 'windows  server 2019 (64 bit)' })).toEqual([]);
    expect(on({ os: 'Example Linux 12', virtualHost: 'VMware ESXi 7.0 U3, 4 CPUs' })).toEqual([]);
  });

  test('a contract that the hub distributes decides', () => {
    const contract = {
      ...{ id: 'C-1', organisationId: idOf(0xa), customer: 'Example Hospital (sample)', products: [] },
      ...{ startsOn: '2026-01-01', endsOn: '2026-12-31', impactMember: 'no', sample: false },
    };
    const by = (fields: Partial<CaseContents['case']>) =>
      openOf(aCompleteCase().with(fields).build(), { contracts: [contract as never] });
    expect(by({})).toEqual([]);
    expect(by({ maintenanceUntil: '2027-12-31' })).toEqual(['blocker H26 maintenanceUntil']);
    expect(by({ impactMember: 'yes' })).toEqual(['blocker H26 impactMember']);
    expect(by({ maintenance: 'never' })).toContain('blocker H26 maintenance');
  });
});

const texts = (specified: string, observed: string, reproduction: string, ask: string): [string, Change] => [
  observed,
  record({ specified, observed, reproduction, ask }),
];

describe('what is meant in earnest never blocks', () => {
  test.each<[string, Change]>([
    [
      'written up in the evening',
      (b) => {
        b.with({ level1EndedAt: zoned('2026-11-23T13:00:00.000Z') });
        for (const each of b.contents.steps) {
          each.recordedAt = '2026-11-23T17:55:00.000Z';
          if (each.level === 2) each.at = zoned('2026-11-23T13:00:30.000Z');
        }
      },
    ],
    [
      'no backup, and the customer knows',
      (b) => {
        b.with({ backupConfirmed: 'no', backupBy: '', backupAt: null, backupWhat: '', backupWhere: '' });
        const textShown = noBackupText(caseNumber(b.contents.case.id));
        b.withConsent('no-backup', { textShown, textSha256: sha256OfText(textShown), documentId: null });
      },
    ],
    texts(
      'Rings after 2 seconds.',
      'Rings after 20 seconds.',
      'Call 2001 from 2002.',
      'Say why it takes 20 seconds.',
    ),
    texts(
      'Phone 1 rings first.',
      'Phone 2 rings first.',
      'Call the hunt group 1.',
      'Restore order 1 then 2.',
    ),
    texts('A rings before B.', 'B rings before A.', 'Call A and B.', 'Tell us why B first.'),
    texts('Answers on port 5060.', 'Answers on port 5061.', 'telnet rec1 5060', 'Which port is right?'),
    texts('The phone rings.', 'The phone rings later.', 'Call it at night.', 'Why so late, please?'),
    texts('The page is recorded.', 'The page is not recorded.', 'Send a page.', 'Why is it not recorded?'),
    texts(
      'Das Band läuft nachts.',
      'Das Band läuft nachts nicht.',
      'Nach Mitternacht anrufen.',
      'Warum steht das Band?',
    ),
    texts('通话会被录音', '通话不会被录音', '午夜之后打电话', '请说明为什么不录音'),
    texts('通話は録音される', '通話は録音されない', '夜中に電話をかける', 'なぜ録音されないか教えてください'),
    texts(
      'Звонок записывается ночью.',
      'Звонок не записывается ночью.',
      'Позвонить после полуночи.',
      'Почему нет записи?',
    ),
    texts('It is on.', 'It is off.', 'Switch it on.', 'Why is it off?'),
    texts('The icon is shown.', 'It is not there.', 'Open the page.', 'Why is it gone?'),
    texts('Should play the prompt.', 'There is no answer.', 'Dial 900 at night.', 'Fix the prompt please.'),
    texts('Text page is shown.', 'There is no text.', 'Send a text page.', 'Why is it empty?'),
    texts(
      'Plays one, two, three.',
      'Plays one, three, two.',
      'Dial one two three.',
      'Order of prompts: why?',
    ),
    texts(
      'Same tone on every phone.',
      'Different tone on each phone.',
      'Lift any handset.',
      'Same tone everywhere, how?',
    ),
    texts(
      'See the manual, page 17: it answers.',
      'As seen in the log: E-417.',
      'Please see log line 17.',
      'Please tell the cause.',
    ),
    ...[
      ...[
        '1',
        'v2',
        '12',
        '5.4.1b',
        '2012 R2',
        'Debian 12 (bookworm)',
        'Windows 11 Pro',
        '10.5(2)SU2a',
        '5.4.x',
        '2026-10',
      ],
      ...['SQL Server 2019 CU18', 'SCCP45.9-4-2SR3-1S', 'not shown by the device'],
    ].map((version): [string, Change] => [`version ${version}`, revision(1, { version })]),
    ...['林', '김', 'Ms O', 'U Nu', 'Per Will', 'O. Lee', 'Miko'].map((contactName): [string, Change] => [
      contactName,
      record({ contactName }),
    ]),
    ...['x4711', '112', 'ext. 200'].map((contactPhone): [string, Change] => [
      contactPhone,
      record({ contactPhone }),
    ]),
    ...['noc@example.co', 'jörg@müller.example', 'a@b.io', 'Jo <jo@ex.org>'].map(
      (contactEmail): [string, Change] => [contactEmail, record({ contactPhone: '', contactEmail })],
    ),
    ...[
      ['None', ''],
      ['Stand-alone, no PBX', ''],
      ['Ohne Telefonanlage', ''],
      ['Webex Calling', 'N/A (cloud service)'],
      ['Analog lines', ''],
      ['3CX', 'v18 U7'],
      ['Microsoft Teams', 'cloud'],
      ['Another maker’s', 'hosted by the carrier'],
    ].map(([telephonyPlatform = '', telephonyVersion = '']): [string, Change] => [
      `${telephonyPlatform} ${telephonyVersion}`,
      system({ telephonyPlatform, telephonyVersion }),
    ]),
    ...[
      ['record', 'off'],
      ['proxy', 'none'],
      ['state', 'unknown'],
      ['state', 'pending'],
      ['prefix', '.'],
      ['pin count', '9'],
      ['password policy', 'none'],
      ['key length', '2048'],
      ['保存期間', '30日'],
    ].map(([key = '', typed = '']): [string, Change] => [`${key} = ${typed}`, value({ key, value: typed })]),
    ...[
      ['min password length', '8'],
      ['max password age', '90 days'],
      ['ssh host key type', 'ed25519'],
    ].map(([key = '', typed = '']): [string, Change] => [`${key} = ${typed}`, value({ key, value: typed })]),
    ...['not attached', 'None: stand-alone'].map((networkAttachment): [string, Change] => [
      networkAttachment,
      system({ networkAttachment }),
    ]),
    ...['LAN clock', 'Cisco 8845', 'Gate display'].map((productName): [string, Change] => [
      `${productName}, which nobody suspects`,
      (b) =>
        b.withSystem({ ...{ role: 'context', productId: null, productName }, suppliedByIpcelerate: 'no' }),
    ]),
    ...['No emergency call can be taken', 'None of the phones rings', 'Keine Notrufe mehr möglich'].map(
      (impact): [string, Change] => [
        `a P1: ${impact}`,
        record({ priority: 'P1', contactAroundTheClock: 'yes', impact }),
      ],
    ),
    ...['It does not work after two at night.', 'Nothing to hear on the second floor.'].map(
      (observed): [string, Change] => [observed, record({ observed })],
    ),
    ...['Nobody Owens', 'A. Kunde', 'Test Pilot'].map((contactName): [string, Change] => [
      contactName,
      record({ contactName }),
    ]),
    [
      'began three years ago, with the log of a call of yesterday',
      record({ firstSeen: zoned('2023-11-22T06:00:00.000Z'), lastWorked: null }),
    ],
    ['a cluster of phones', system({ quantity: 450, hostname: '' })],
    ['a terse step', step('gather', { did: 'Rebooted', showed: 'Same' })],
    ['of the night shift', step('gather', { byOther: 'Night shift, Example Hospital' })],
    [
      'fails now and then',
      record({ frequency: 'intermittent', lastWorked: zoned('2026-11-23T10:00:00.000Z') }),
    ],
    [
      'signed on the other side of the date line',
      signature({ signedOn: '2026-11-24', at: { at: '2026-11-23T16:00:00.000Z', zone: 'Pacific/Auckland' } }),
    ],
    [
      'signed with the contract',
      signature({ method: 'contract', reference: 'C-17', signedOn: '2026-01-05' }),
    ],
    [
      'not isolated yet',
      record({
        suspectedSystemId: null,
        notIsolated: 'yes',
        suspectedWhy: 'Network and phone were ruled out.',
      }),
    ],
  ])('%s', (_what, change) => {
    const b = aCompleteCase();
    change(b);
    expect(openOf(b.build()).filter((each) => each.startsWith('blocker'))).toEqual([]);
  });
});
