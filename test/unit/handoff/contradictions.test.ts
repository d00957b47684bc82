/** Answers that say one thing and its opposite, and texts that only look like two. */
import { describe, expect, test } from 'vitest';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';

const context = { now: NOW, products: sampleProducts, trust: trusted() };
const open = (b: CaseBuilder) =>
  evaluate(b.build(), context)
    .filter(({ severity }) => severity !== 'note')
    .map(({ rule, severity, where }) => `${rule} ${severity} ${where.field}`);
const withCase = (fields: Partial<CaseContents['case']>) => open(aCompleteCase().with(fields));

describe('a no beside a text of what a yes would tell', () => {
  test.each([
    ['H5 blocker modified', { modifications: 'We patched the service ourselves' }],
    ['H5 blocker addedApplications', { addedApplicationNames: 'Ward dashboard' }],
    ['H11 warning networkChanged', { networkChange: 'Core switch replaced by the customer' }],
    ['H11 warning ucChanged', { ucChange: 'A route pattern, by the integrator' }],
    ['H11 warning productChanged', { productChange: 'Windows patches' }],
    ['H45 warning errorShown', { errorShown: 'no', errorText: 'E-417', errorReadFrom: '' }],
    ['H51 warning seenBefore', { seenBeforeCase: 'T-1017' }],
    ['H49 warning damage', { damage: 'no', damageNotes: 'Water ran over the rack' }],
    ['H43 warning customerDelays', { customerDelays: 'no', customerDelayNotes: 'Door locked until nine' }],
  ] as [string, Partial<CaseContents['case']>][])('%s', (found, fields) => {
    expect(withCase(fields)).toEqual([found]);
    // The text goes, or says that there is none.
    for (const text of ['', 'None', 'Keine.', 'Nothing was changed there'])
      expect(
        withCase(
          Object.fromEntries(
            Object.entries(fields).map(([name, said]) => [name, said === 'no' ? said : text]),
          ),
        ),
        text,
      ).toEqual([]);
  });

  test.each(['Unmodified', 'Standard installation, not modified', 'unverändert', 'Factory default'])(
    '[H5] “%s” agrees with a no',
    (modifications) => expect(withCase({ modifications })).toEqual([]),
  );

  test('[H29] a place that is chosen, and said not to be isolated yet', () => {
    expect(withCase({ notIsolated: 'yes' })).toEqual(['H29 warning notIsolated']);
  });
});

describe('two texts of the same words', () => {
  test('[H1] shuffled to look like another they warn, and the lead reads them', () => {
    expect(withCase({ specified: 'alpha bravo charlie', observed: 'charlie alpha bravo' })).toEqual([
      'H1 warning observed',
      'H1 warning specified',
    ]);
  });
  test('[H1] where their order is the fault, nothing blocks', () => {
    const swapped = { specified: 'Calls from A ring at B', observed: 'Calls from B ring at A' };
    expect(withCase(swapped)).toEqual(['H1 warning observed', 'H1 warning specified']);
    const one = { specified: 'The lamp lights up', observed: 'The lamp does not light up' };
    expect(withCase(one)).toEqual([]);
  });
  test.each([
    ...['hello world foo', 'to be filled in later', 'As discussed by phone', 'ask the customer'],
    ...['à compléter plus tard', 'wird noch ergänzt', '上記の通りです', '上記参照'],
  ])('[H1] “%s” is no answer', (observed) => {
    expect(withCase({ observed })).toEqual(['H1 blocker observed']);
  });
  test.each([
    '没有声音',
    '소리가 안 남',
    'Hello is not played',
    'The world clock lags',
    'Later calls fail',
    'Bilinmeyen arayan görünür',
  ])('[H1] “%s” is one', (observed) => expect(withCase({ observed })).toEqual([]));
  test('[H24] a step that says the advice under it says too little', () => {
    const b = aCompleteCase();
    Object.assign(b.contents.steps[0] ?? {}, { showed: 'Write what it showed, also when that was nothing.' });
    expect(open(b)).toEqual(['H24 warning showed']);
  });
});

describe('the end of Level 2', () => {
  const ended = (at: string) => ({ level2EndedAt: zoned(at) });
  test('[H24] a step of Level 2 lies not after it', () => {
    expect(withCase(ended('2026-11-23T14:30:00.000Z'))).toEqual(['H24 blocker at']);
    expect(withCase(ended('2026-11-23T15:00:00.000Z'))).toEqual([]);
  });
  test('[H21] it lies not before the end of Level 1', () => {
    expect(withCase(ended('2026-11-23T13:00:00.000Z'))).toContain('H21 blocker level2EndedAt');
  });
});

describe('what a system has none of', () => {
  const spoilt = (fields: Partial<CaseContents['systems'][number]>) => {
    const b = aCompleteCase();
    Object.assign(b.contents.systems[0] ?? {}, fields);
    return open(b);
  };
  test.each([
    'None',
    'none.',
    'Keine',
    'Not connected',
    'None (stand-alone)',
    'Wi-Fi',
    'LAN',
    '2001:db8::5/64',
  ])('[H8] network attachment “%s” is an answer', (networkAttachment) =>
    expect(spoilt({ networkAttachment })).toEqual([]),
  );
  test.each(['n/a', 'tbd', '-', '?', 'unknown'])(
    '[H8] network attachment “%s” is none',
    (networkAttachment) => expect(spoilt({ networkAttachment })).toEqual(['H8 blocker networkAttachment']),
  );
  test('[H7] a row that stands for none of it warns', () => {
    expect(spoilt({ quantity: 0 })).toEqual(['H7 warning quantity']);
    expect(spoilt({ quantity: 1 })).toEqual([]);
  });
});

describe('what lies on the other partition', () => {
  const inactive = (b: CaseBuilder, component: string, version: string) =>
    b.withRevision(component, version, { id: idOf(0x77), state: 'inactive' });
  test('[H14] is no revision level of the system', () => {
    const b = aCompleteCase();
    const [first] = b.contents.revisions;
    if (!first) throw new Error('no revision');
    first.state = 'inactive';
    expect(open(b)).toEqual([`H14 blocker ${first.component}`]);
    first.state = 'active';
    expect(open(b)).toEqual([]);
  });
  test('[H15] disagrees with nothing that runs, only with another of its own', () => {
    const b = inactive(aCompleteCase(), 'Call Recorder', '5.3.0');
    expect(open(b)).toEqual([]);
    b.withRevision('Call Recorder', '5.2.0', { id: idOf(0x78), state: 'inactive' });
    expect(open(b)).toEqual(['H15 blocker version']);
  });
  test('[H17] is not what is held against newer releases', () => {
    expect(open(inactive(aCompleteCase(), 'Call Recorder', '5.0.0'))).toEqual([]);
  });
});

test('[H13] configuration that was captured before the product changed warns', () => {
  const changed = { productChanged: 'yes', productChange: 'A patch, by the partner itself' } as const;
  const at = (time: string) => withCase({ ...changed, productChangedAt: zoned(time) });
  expect(at('2026-11-23T17:30:00.000Z')).toEqual(['H13 warning null']);
  expect(at('2026-11-23T16:30:00.000Z')).toEqual([]);
});

describe('what leaves with the packet', () => {
  const value = (fields: Partial<CaseContents['configuration'][number]>) => {
    const b = aCompleteCase();
    Object.assign(b.contents.configuration[0] ?? {}, { key: 'dbPassword', ...fields });
    return open(b);
  };
  test('[H12] a secret of when it last worked leaves as well as one of now; a mask, as the fix says, is none', () => {
    expect(value({ value: 'SECRET', lastKnownGood: 'Winter2026x' })).toEqual(['H12 blocker value']);
    expect(value({ value: 'SECRET', lastKnownGood: 'SECRET' })).toEqual([]);
    expect(value({ value: '****' })).toEqual([]);
  });
  test('[H12] that a file is redacted is not said in the future', () => {
    const b = aCompleteCase();
    Object.assign(b.contents.redactions[0] ?? {}, { at: zoned('2026-11-23T18:06:00.000Z') });
    expect(open(b)).toEqual(['H12 blocker redaction']);
  });
  test('[H34] a way in tells no password, and may say of whom it is asked', () => {
    for (const accessHow of [
      'VPN, user admin, password Tr0ub4dor3',
      'admin/Pass2026!',
      'https://svc:Gr8Pass99@rec.example/',
    ])
      expect(withCase({ accessHow }), accessHow).toEqual(['H34 blocker accessHow']);
    for (const accessHow of [
      'VPN; ask Nora for the one-time password',
      'password: ask Nora',
      'No password needed, badge only',
      'AnyDesk 123 456 789',
    ])
      expect(withCase({ accessHow }), accessHow).toEqual([]);
  });
});

describe('people are reached as they are called', () => {
  test.each(['Li', '李', 'J. D.', 'NOC', 'BT'])('[H34] “%s” can be asked for access', (accessContact) => {
    expect(withCase({ accessContact })).toEqual([]);
  });
  test('[H30] at an address in the field of the telephone', () => {
    expect(withCase({ contactPhone: 'sip:wu@example.com', contactEmail: '' })).toEqual([]);
    expect(withCase({ contactPhone: 'sip:wu', contactEmail: '' })).toEqual(['H30 blocker contactPhone']);
  });
});

describe('a fault in what P-23 excludes, as it is called elsewhere', () => {
  test.each([
    'Unified CCX',
    'UCM 14',
    'ASA 5506',
    'WLC 5520',
    'FortiGate 100F',
    'Sprachgateway',
    'Kernrouter',
    'ルーター',
    '防火墙',
    '交换机',
    'Маршрутизатор',
    'yönlendirici',
    '방화벽',
  ])('[H29] %s', (productName) => {
    const b = aCompleteCase().withSystem({ role: 'context', productId: null, productName }).withSuspicion();
    expect(open(b)).toContain('H29 blocker suspectedSystemId');
  });
  test.each(['Attendant console', 'Pager of the church', 'Dictation server', 'アナウンス装置'])(
    '[H29] %s is none',
    (productName) => {
      const b = aCompleteCase().withSystem({ role: 'context', productId: null, productName }).withSuspicion();
      expect(open(b)).not.toContain('H29 blocker suspectedSystemId');
    },
  );
});

test('[H8] analog lines have no version, and a telephone system has', () => {
  const telephony = (telephonyPlatform: string, telephonyVersion: string) => {
    const b = aCompleteCase();
    Object.assign(b.contents.systems[0] ?? {}, { telephonyPlatform, telephonyVersion });
    return open(b);
  };
  expect(telephony('Analog lines of the carrier', 'none')).toEqual([]);
  expect(telephony('Example PBX', 'none')).toEqual(['H8 blocker telephonyVersion']);
  expect(telephony('Example exchange', 'BC13')).toEqual([]);
});

test('[H46] what is affected is another than what is not', () => {
  expect(withCase({ scopeIs: 'All phones', scopeIsNot: 'all  phones.' })).toEqual(['H46 warning scopeIsNot']);
});

test('[H14] a remark in brackets takes no version away, and names none', () => {
  const version = (text: string) => {
    const b = aCompleteCase();
    Object.assign(b.contents.revisions[0] ?? {}, { version: text });
    return open(b);
  };
  expect(version('5.4.1 (patch level unknown)')).toEqual([]);
  expect(version('unknown (5.4.1)')[0]).toContain('H14 blocker');
});
