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
  test('[H1] words that people type to see whether a field works are no answer', () => {
    expect(withCase({ observed: 'hello world foo' })).toEqual(['H1 blocker observed']);
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
