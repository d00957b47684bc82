import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { collect } from '../../../shared/collect/collect.ts';
import { deviceDate } from '../../../shared/collect/findings/dates.ts';
import { findingRule, findingRules } from '../../../shared/collect/findings/schema.ts';
import { startSet } from '../../../shared/collect/findings/start-set.ts';
import { compareVersionTexts } from '../../../shared/collect/findings/versions.ts';

const context = {
  now: '2026-11-28T16:30:00.000Z',
  faultAt: '2026-11-28T15:50:00.000Z',
  capturedAt: '2026-11-28T16:03:00.000Z',
};
const found = (text: string, more: Partial<typeof context> = {}) =>
  collect([{ name: 'a.txt', text, notes: [] }], {
    findings: { rules: startSet, context: { ...context, ...more } },
  }).findings;
const rulesOf = (text: string) => [...new Set(found(text).map(({ rule }) => rule))];

const gw = (command: string, output: string) => `gw-1#${command}\n${output}\n`;
const cucm = (command: string, output: string) => `admin:${command}\n${output}\n`;
const windows = (command: string, output: string) => `C:\\>${command}\n${output}\n`;
const cluster = (first: string, second: string) =>
  ['cucm-a', 'cucm-b']
    .map((host, at) => `Host Name          : ${host}\nProduct Ver        : ${at ? second : first}\n`)
    .map(
      (output, at) =>
        `admin:show version active\nActive Master Version: ${at ? second : first}\n${cucm('show status', output)}`,
    );
const log = (line: string) =>
  gw('show logging', `Syslog logging: enabled\nLog Buffer (8192 bytes):\n${line}`);
const addresses = (host: string, address: string) =>
  `[root@${host} ~]# ip address\n2: eth0: <UP> mtu 1500 state UP\n    inet ${address}/24 scope global eth0\n`;

/** A rule, a capture that it finds something in, and one that comes near and holds nothing. */
const cases: [rule: string, present: string, near: string][] = [
  [
    'ntp-not-synchronised',
    gw('show ntp status', 'Clock is unsynchronized, stratum 16, no reference clock'),
    gw('show ntp status', 'Clock is synchronized, stratum 6, reference is 192.0.2.1'),
  ],
  [
    'clock-off',
    gw('show clock', '10:07:02.000 CST Sat Nov 28 2026'),
    gw('show clock', '10:04:02.000 CST Sat Nov 28 2026'),
  ],
  [
    'replication-not-2',
    cucm(
      'utils dbreplication runtimestate',
      'Cluster Detailed View from cucm-a (1 Servers):\ncucm-b  192.0.2.2  0.3  Y/Y/Y  0  (g_3)  (3) Bad',
    ),
    cucm(
      'utils dbreplication runtimestate',
      'Cluster Detailed View from cucm-a (1 Servers):\ncucm-b  192.0.2.2  0.3  Y/Y/Y  0  (g_3)  (2) Setup Completed',
    ),
  ],
  [
    'service-not-running',
    cucm('utils service list', 'Cisco CallManager[STOPPED]'),
    cucm('utils service list', 'Cisco Tftp[STOPPED]  Service Not Activated\nCisco CallManager[STARTED]'),
  ],
  [
    'certificate-expires',
    cucm(
      'show cert own tomcat',
      '  Validity From: Mon Dec 06 10:00:00 CST 2021\n           To:   Sun Dec 06 10:00:00 CST 2026',
    ),
    cucm(
      'show cert own tomcat',
      '  Validity From: Mon Dec 06 10:00:00 CST 2021\n           To:   Wed Jan 06 10:00:00 CST 2027',
    ),
  ],
  [
    'disk-over-90',
    cucm('show status', 'Disk/active         14154228K        1217616K       12791156K (91%)'),
    cucm('show status', 'Disk/active         14154228K        1217616K       12791156K (90%)'),
  ],
  [
    'configuration-not-saved',
    gw(
      'show run',
      'hostname gw-1\n! Last configuration change at 09:41:07 CST Sat Nov 28 2026 by a\n! NVRAM config last updated at 18:02:11 CST Fri Nov 20 2026 by a\n!',
    ),
    gw(
      'show run',
      'hostname gw-1\n! Last configuration change at 09:41:07 CST Sat Nov 28 2026 by a\n! NVRAM config last updated at 09:41:30 CST Sat Nov 28 2026 by a\n!',
    ),
  ],
  [
    'restarted-since-change',
    gw(
      'show version',
      'Cisco IOS Software, X Software (X-M), Version 15.2(4)M7, RELEASE SOFTWARE (fc1)\nSystem restarted at 09:50:00 CST Sat Nov 28 2026',
    ) + gw('show run', 'hostname gw-1\n! Last configuration change at 09:41:07 CST Sat Nov 28 2026 by a\n!'),
    gw(
      'show version',
      'Cisco IOS Software, X Software (X-M), Version 15.2(4)M7, RELEASE SOFTWARE (fc1)\nSystem restarted at 09:30:00 CST Sat Nov 28 2026',
    ) + gw('show run', 'hostname gw-1\n! Last configuration change at 09:41:07 CST Sat Nov 28 2026 by a\n!'),
  ],
  [
    'duplex-mismatch',
    gw(
      'show interfaces',
      'Gi0/1 is up, line protocol is up\n  Half-duplex, 100Mb/s, media type is RJ45\n     0 input errors, 0 CRC\n     0 babbles, 12 late collision, 0 deferred',
    ),
    gw(
      'show interfaces',
      'Gi0/1 is up, line protocol is up\n  Half-duplex, 100Mb/s, media type is RJ45\n     0 input errors, 0 CRC\n     0 babbles, 0 late collision, 0 deferred',
    ),
  ],
  [
    'crc-errors',
    gw('show interfaces', 'Gi0/1 is up, line protocol is up\n     201 input errors, 101 CRC, 0 frame'),
    gw('show interfaces', 'Gi0/1 is up, line protocol is up\n     101 input errors, 100 CRC, 0 frame'),
  ],
  [
    'grave-messages',
    log('*Nov 28 15:00:00.000: %SYS-2-MALLOCFAIL: no memory'),
    log('*Nov 28 14:40:00.000: %SYS-2-MALLOCFAIL: no memory'),
  ],
  [
    'log-after-fault',
    log('*Nov 28 15:51:00.000: %SYS-5-CONFIG_I: x'),
    log('*Nov 28 15:49:00.000: %SYS-5-CONFIG_I: x'),
  ],
  [
    'duplicate-address',
    addresses('a', '192.0.2.5') + addresses('b', '192.0.2.5'),
    addresses('a', '192.0.2.5') + addresses('b', '192.0.2.6'),
  ],
  [
    'own-name-not-resolved',
    cucm('utils diagnose test', 'test - validate_network    : Failed: own name does not resolve'),
    cucm('utils diagnose test', 'test - validate_network    : Passed'),
  ],
  [
    'licence-expired',
    gw(
      'show version',
      'Cisco IOS Software, X Software (X-M), Version 15.2(4)M7\nSmart Licensing Status: UNREGISTERED/EVAL EXPIRED',
    ),
    gw(
      'show version',
      'Cisco IOS Software, X Software (X-M), Version 15.2(4)M7\nSmart Licensing Status: REGISTERED',
    ),
  ],
  [
    'core-dump',
    '[root@a ~]# journalctl\nNov 28 15:57:03 a systemd-coredump[1]: Process 2 (x) of user 9 dumped core.\n',
    '[root@a ~]# journalctl\nNov 28 15:57:03 a x[1]: nothing was dumped, the core is fine.\n',
  ],
  [
    'reboot-pending',
    windows(
      'systeminfo',
      'Host Name: A\nOS Name: X\nHotfix(s): 1 Hotfix(s) Installed.\n                           [01]: KB5020374 reboot required',
    ),
    windows(
      'systeminfo',
      'Host Name: A\nOS Name: X\nHotfix(s): 1 Hotfix(s) Installed.\n                           [01]: KB5020374',
    ),
  ],
  [
    'out-of-support',
    cucm('show version active', 'Active Master Version: 11.5.1.23900-30'),
    cucm('show version active', 'Active Master Version: 12.5.1.10000-22'),
  ],
];

describe('the start set', () => {
  test('[F1] [F8] 20 rules, each valid as a rule of the hub must be', () => {
    expect(findingRules.parse(startSet)).toHaveLength(20);
    expect(new Set(startSet.map(({ id }) => id)).size).toBe(20);
  });
  test.each(cases)('%s: found where it is, not where it nearly is', (rule, present, near) => {
    expect(rulesOf(present)).toContain(rule);
    expect(rulesOf(near)).not.toContain(rule);
  });
  test('[F9] 100 seeded captures of several hosts: what is found is what is there', () => {
    // A generator of its own, so that a capture stays what it is: mulberry32.
    const random = (seed: number) => () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    };
    let right = 0;
    let wrong = 0;
    let missed = 0;
    const faults = new Map<string, number>();
    for (let seed = 1; seed <= 100; seed++) {
      const next = random(seed);
      const wanted = new Set<string>();
      const files = cases.flatMap(([rule, present, near], at) => {
        const draw = next();
        if (draw > 0.7) return [];
        if (draw < 0.35) wanted.add(rule);
        // A crash near the fault is a grave message as well.
        if (draw < 0.35 && rule === 'core-dump') wanted.add('grave-messages');
        const text = (draw < 0.35 ? present : near)
          .replaceAll('gw-1', `gw-${at}`)
          .replaceAll('cucm-a', `cucm-a${at}`)
          .replaceAll('cucm-b', `cucm-b${at}`)
          // The journal covers the fault: that it would not is another rule's to find.
          .replace('journalctl\n', 'journalctl\nNov 28 14:00:00 a x[1]: started\n');
        return [{ name: `${at}.txt`, text, notes: [] }];
      });
      const all = new Set(
        collect(files, { findings: { rules: startSet, context } }).findings.map(({ rule }) => rule),
      );
      for (const rule of all)
        if (wanted.has(rule)) right++;
        else {
          wrong++;
          faults.set(`${rule}, not there`, (faults.get(`${rule}, not there`) ?? 0) + 1);
        }
      for (const rule of wanted)
        if (!all.has(rule)) {
          missed++;
          faults.set(`${rule}, missed`, (faults.get(`${rule}, missed`) ?? 0) + 1);
        }
    }
    const [precision, recall] = [right / (right + wrong), right / (right + missed)];
    console.info(
      `100 captures, ${right + missed} findings: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
      [...faults],
    );
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });
  test('node-versions-differ: files of two nodes', () => {
    const read = (first: string, second: string) =>
      collect(
        cluster(first, second).map((text, at) => ({ name: `${at}.txt`, text, notes: [] })),
        { findings: { rules: startSet, context } },
      ).findings.filter(({ rule }) => rule === 'node-versions-differ');
    expect(read('12.5.1.14900-63', '12.5.1.14900-40')).toMatchObject([
      {
        clause: 'P-23',
        message:
          'Nodes of one cluster have different versions of CUCM: 12.5.1.14900-63 and 12.5.1.14900-40. It lies in CUCM: it would come back.',
        evidence: [
          { file: '0.txt', line: 2 },
          { file: '1.txt', line: 2 },
        ],
      },
    ]);
    expect(read('12.5.1.14900-63', '12.5.1.14900-63')).toEqual([]);
  });
  test('zones-differ: names against names only', () => {
    const zone = (host: string, name: string) =>
      `[root@${host} ~]# timedatectl\n                Time zone: ${name}\n`;
    expect(
      rulesOf(zone('a', 'America/Chicago (CST, -0600)') + zone('b', 'Europe/Berlin (CET, +0100)')),
    ).toContain('zones-differ');
    expect(
      rulesOf(zone('a', 'America/Chicago (CST, -0600)') + zone('b', 'America/Chicago (CST, -0600)')),
    ).toEqual([]);
  });
  test('[F2] two conditions that say the same of one system are one finding', () => {
    const both = found(gw('show ntp status', 'Clock is unsynchronized, stratum 16, no reference clock'));
    expect(both.filter(({ rule }) => rule === 'ntp-not-synchronised')).toHaveLength(1);
    expect(both[0]?.evidence).toHaveLength(2);
  });
});

describe('rules', () => {
  test('[F1] a pattern that may explode, or is none, is refused when the rule is published', () => {
    const rule = { ...startSet[0], when: [{ kind: 'entry', section: 'NTP', value: '(a+)+(?=b)' }] };
    expect(findingRule.safeParse(rule).success).toBe(false);
    expect(
      findingRule.safeParse({ ...rule, when: [{ kind: 'entry', section: 'NTP', value: '(' }] }).success,
    ).toBe(false);
    expect(
      findingRule.safeParse({ ...rule, when: [{ kind: 'entry', section: 'NTP', value: '(a+)+b' }] }).success,
    ).toBe(true);
  });
  test.each([
    ['09:41:07 CST Sat Nov 28 2026 by admin', null, '2026-11-28T15:41:07.000Z'],
    ['Sun Dec 06 10:00:00 CST 2026', null, '2026-12-06T16:00:00.000Z'],
    ['Sat Nov 28, 2026 10:02:55', 'Central Standard Time (America/Chicago)', '2026-11-28T16:02:55.000Z'],
    ['Sat 2026-11-28 10:02:55 CST', null, '2026-11-28T16:02:55.000Z'],
    ['11/28/2026, 9:02:55 PM', 'UTC', '2026-11-28T21:02:55.000Z'],
    ['Dec 31 23:00:00 x', 'UTC', '2025-12-31T23:00:00.000Z'],
    ['Jul 28 10:00:00 2026 GMT', null, '2026-07-28T10:00:00.000Z'],
  ])('[F4] the date %s in %s', (text, zone, expected) => {
    expect(deviceDate(text, zone, DateTime.fromISO(context.now))?.at.toUTC().toISO()).toBe(expected);
  });
  test('[F4] a text without a date', () => {
    expect(deviceDate('never', null, DateTime.fromISO(context.now))).toBeNull();
  });
  test('[F5] versions part by part', () => {
    expect(compareVersionTexts('12.5.1.14900-63', '12.5.1.14900-7')).toBeGreaterThan(0);
    expect(compareVersionTexts('15.2(4)M7', '15.2(4)M10')).toBeLessThan(0);
    expect(compareVersionTexts('12.5', '12.5.0')).toBe(0);
    expect(compareVersionTexts('latest', '1')).toBeNull();
  });
  test.each([
    ['four minutes ahead of its file', '10:07:02.000 CST Sat Nov 28 2026', true],
    [
      'an hour before it was written, as at the beginning of a session',
      '09:03:02.000 CST Sat Nov 28 2026',
      false,
    ],
    ['a month before, as of a file that was copied', '10:07:02.000 CST Wed Oct 28 2026', false],
    ['never set', '00:07:02.000 UTC Fri Jan 1 1993', true],
  ])('[F6] a clock that is %s', (_what, says, isOff) => {
    const findings = collect([{ name: 'a.txt', text: gw('show clock', says), notes: [] }], {
      findings: { rules: startSet, context },
    }).findings;
    expect(findings.map(({ rule }) => rule)).toEqual(isOff ? ['clock-off'] : []);
  });
  test('[F6] without the time of the capture no clock is off', () => {
    const text = gw('show clock', '10:07:02.000 CST Sat Nov 28 2026');
    const findings = collect([{ name: 'a.txt', text, notes: [] }], {
      findings: { rules: startSet, context: { ...context, capturedAt: null } },
    }).findings;
    expect(findings).toEqual([]);
  });
});
