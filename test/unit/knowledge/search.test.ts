/** Search over known problems: see shared/knowledge/SPEC.md, N11 to N13. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../../shared/collect/collect.ts';
import {
  type KnownProblem,
  knownProblem,
  nextProblemId,
  signatureRules,
} from '../../../shared/knowledge/known-problems.ts';
import { ProblemIndex } from '../../../shared/knowledge/search.ts';
import { tokensOf } from '../../../shared/knowledge/tokens.ts';

const AT = '2026-11-28T12:00:00.000Z';
const problem = (n: number, fields: Partial<KnownProblem>): KnownProblem =>
  knownProblem.parse({
    id: `KP-${String(n).padStart(4, '0')}`,
    title: 'A problem',
    symptom: '',
    products: [],
    from: '',
    below: '',
    signature: '',
    workaround: '',
    fixedIn: '',
    source: 'problem-report-lists',
    body: '',
    ticketId: null,
    publishedAt: AT,
    sample: true,
    ...fields,
  });

/** What fails, by how it is described in a known problem and by how an engineer writes it on the telephone. */
const subjects: readonly [string, string][] = [
  ['zone pages', 'paging a zone'],
  ['recordings of calls', 'call recordings'],
  ['the speed dial directory', 'speed dials'],
  ['the emergency alert', 'panic button alert'],
  ['background music', 'music on the speakers'],
  ['the bell schedule', 'school bells'],
  ['text messages to phones', 'text message on the phone screen'],
  ['the login of the administration page', 'logging in to the admin page'],
  ['multicast audio', 'multicast sound'],
  ['the conference bridge', 'conference calls'],
  ['phone discovery by CTI', 'CTI finds no phones'],
  ['SNMP polling of phones', 'polling phones over SNMP'],
  ['the licence check', 'licence'],
  ['the LDAP import', 'importing users from LDAP'],
  ['the export of reports', 'exporting a report'],
  ['the weather notification', 'weather alerts'],
  ['the SIP trunk to the gateway', 'SIP trunk'],
  ['the failover to the second server', 'failing over to the standby'],
  ['the InformaCast bell tone', 'bell tone'],
  ['the door phone', 'intercom at the door'],
];
const effects: readonly [string, string][] = [
  ['start up to forty seconds late', 'begin late, a delay of almost a minute'],
  ['stop after two hours', 'stopped after some hours'],
  ['are lost when the server restarts', 'gone after the server was restarted'],
  ['repeat twice', 'come twice'],
  ['end with a certificate error', 'certificate is refused'],
  ['use all memory of the service', 'memory grows until the service is out of memory'],
  ['fail for users with an umlaut in their name', 'fails with umlauts in names'],
  ['show the wrong time zone', 'time zone is wrong, an hour off'],
  ['are silent on the second floor', 'no sound, silent on one floor'],
  ['return error 503', 'gives error 503'],
];

describe('ranking', () => {
  test('[N12] of 200 synthetic cases the right one comes first in 80 %', () => {
    const index = new ProblemIndex();
    const problems = subjects.flatMap(([subject], s) =>
      effects.map(([effect], e) =>
        problem(s * effects.length + e + 1, {
          title: `${subject} ${effect}`,
          symptom: `Customers see that ${subject} ${effect}.`,
          body: 'Collect the log of the service and the version of the product before anything is restarted.',
        }),
      ),
    );
    index.load(problems);
    let first = 0;
    let reciprocal = 0;
    for (const [s, [, subject]] of subjects.entries())
      for (const [e, [, effect]] of effects.entries()) {
        const wanted = `KP-${String(s * effects.length + e + 1).padStart(4, '0')}`;
        const hits = index.search({ text: `${subject}: ${effect}`, products: [], versions: [] }, 20);
        const rank = hits.findIndex(({ id }) => id === wanted);
        if (rank === 0) first++;
        if (rank >= 0) reciprocal += 1 / (rank + 1);
      }
    console.info(
      `200 cases: right one first ${first / 2} %, mean reciprocal rank ${(reciprocal / 200).toFixed(3)}`,
    );
    expect(first).toBeGreaterThanOrEqual(160);
  });

  test('[N11] a serial number, a MAC address and a version are searched whole, and exactly it comes first', () => {
    const index = new ProblemIndex();
    index.load([
      problem(1, { title: 'Gateway FCW2048B1C3 restarts', body: 'gateway '.repeat(200) }),
      problem(2, { title: 'Gateway restarts', symptom: 'gateway FCW2048B1C4 gateway gateway restarts' }),
      problem(3, { title: 'Phone lost', body: 'It was the phone 0011.2233.44AA, nothing else.' }),
      problem(4, { title: 'Upgrade fails', body: 'From 12.5.1.14900-63 only.' }),
      problem(5, { title: 'Upgrade fails from 12.5.1.14900-64' }),
    ]);
    const first = (text: string) => index.search({ text, products: [], versions: [] }, 5)[0];
    expect(first('gateway restarts FCW2048B1C3')).toMatchObject({ id: 'KP-0001', exact: true });
    expect(first('phone 00:11:22:33:44:aa')?.id).toBe('KP-0003');
    expect(first('upgrade fails 12.5.1.14900-63')?.id).toBe('KP-0004');
  });

  test('[N12] a problem of the case’s product and version comes before the same of another', () => {
    const index = new ProblemIndex();
    const same = { title: 'Pages start late', symptom: 'late' };
    index.load([
      problem(1, { ...same, products: ['recorder'] }),
      problem(2, { ...same, products: ['paging'], from: '5.0', below: '5.4.3' }),
      problem(3, { ...same, products: ['paging'], from: '6.0', below: '6.1' }),
    ]);
    const ids = index
      .search({ text: 'pages late', products: ['paging'], versions: ['5.4.1'] }, 5)
      .map(({ id }) => id);
    expect(ids).toEqual(['KP-0002', 'KP-0003', 'KP-0001']);
  });

  test('[N13] it says why: the words and where they stand', () => {
    const index = new ProblemIndex();
    index.load([problem(1, { title: 'Pages start late', workaround: 'Restart the querier' })]);
    const [hit] = index.search({ text: 'querier', products: [], versions: [] }, 5);
    expect(hit?.why).toBe('querier in the work-around');
    const [asked] = index.search({ text: '(querier?).', products: [], versions: [] }, 5);
    expect(asked?.why).toBe('querier in the work-around');
    // The other half of the word stands nowhere.
    const [joined] = index.search({ text: 'QUERIER_ABSENT', products: [], versions: [] }, 5);
    expect(joined?.why).toBe('QUERIER in the work-around');
    expect(index.search({ text: 'of the', products: [], versions: [] }, 5)).toEqual([]);
  });
});

test('[N11] tokens: names whole beside their parts, MAC addresses in one form, no empty words', () => {
  expect(tokensOf('The version 15.2(4)M7 of ISR4331/K9')).toEqual([
    'version',
    '15.2(4)m7',
    '15',
    'm7',
    'isr4331/k9',
    'isr4331',
    'k9',
  ]);
  expect(tokensOf('AA-BB-CC-00-11-22')).toEqual(['aabbcc001122']);
});

describe('known problems', () => {
  test('[N8] a signature finds the problem in a log that was collected, and says where', () => {
    const rules = signatureRules([
      problem(213, {
        title: 'No querier',
        signature: 'QUERIER_ABSENT: Vlan \\d+',
        workaround: 'Move it back.',
        fixedIn: '5.4.3',
      }),
    ]);
    const text = 'Nov 23 07:12:01 sw-dist-2 %IGMP-6-QUERIER_ABSENT: Vlan 20\nNov 23 07:12:05 nothing\n';
    const { findings } = collect([{ name: 'igmp.log', text, notes: [] }], {
      findings: { rules, context: { now: AT, faultAt: null, capturedAt: null } },
    });
    expect(findings).toMatchObject([
      {
        rule: 'known-kp-0213',
        todo: 'Move it back.',
        clause: 'P-04',
        message: expect.stringContaining('Fixed in 5.4.3.'),
        evidence: [{ file: 'igmp.log', line: 1 }],
      },
    ]);
  });
  test('[N8] a signature that could run for ever is refused', () => {
    expect(knownProblem.safeParse({ ...problem(1, {}), signature: '(a+)+(?=b)' }).success).toBe(false);
    expect(knownProblem.safeParse({ ...problem(1, {}), signature: '(' }).success).toBe(false);
  });
  test('[N9] the next number is the first that is higher than all', () => {
    expect(nextProblemId([])).toBe('KP-0001');
    expect(nextProblemId([problem(7, {}), problem(12, {})])).toBe('KP-0013');
  });
});

test('[N12] a word that nearly all problems have is asked for only where no other word finds anything', () => {
  const index = new ProblemIndex();
  index.load(
    Array.from({ length: 1_200 }, (_, n) =>
      problem(n + 1, { title: n % 100 === 0 ? 'The service loses multicast' : 'The service stops' }),
    ),
  );
  const ids = (text: string) => index.search({ text, products: [], versions: [] }, 2_000).length;
  expect(ids('service multicast')).toBe(12);
  expect(ids('service')).toBe(1_200);
  expect(ids('service nothinglikeit')).toBe(1_200);
});
