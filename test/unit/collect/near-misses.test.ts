/** Findings of the start set in captures that look like another thing: see shared/collect/SPEC.md, F8 and F9. */
import { describe, expect, test } from 'vitest';
import type { FindingRule } from '../../../shared/collect/findings/schema.ts';
import { startSet } from '../../../shared/collect/findings/start-set.ts';
import { collectedText } from '../../helpers/captures.ts';

const found = (text: string) =>
  collectedText(text, {
    findings: {
      rules: startSet,
      context: {
        now: '2026-11-28T16:05:00Z',
        faultAt: '2026-11-28T15:50:00Z',
        capturedAt: '2026-11-28T16:03:00Z',
      },
    },
  }).findings.map(({ rule }) => rule);
const logged = (message: string) =>
  `gw#show logging\nSyslog logging: enabled\nLog Buffer (8192 bytes):\n\nNov 28 15:40:00.000: ${message}\ngw#`;
const disks = (...rows: string[]) =>
  `[root@a ~]# df -h\nFilesystem      Size  Used Avail Use% Mounted on\n${rows.join('\n')}\n[root@a ~]#`;

describe('[F8] a disk that is nearly full', () => {
  test('is none where an image is mounted to be read', () => {
    expect(
      found(
        disks(
          '/dev/loop3       64M   64M     0 100% /snap/core20/1974',
          '/dev/sr0        4.4G  4.4G     0 100% /media/cdrom',
          'squashfuse       64M   64M     0 100% /var/lib/snapd/snap/core20/1974',
          '/dev/sda1        50G   45G  5.0G  90% /',
        ),
      ),
    ).toEqual([]);
  });
  test('is one beside such an image', () => {
    expect(
      found(disks('/dev/loop3  64M  64M  0 100% /snap/core20/1974', '/dev/sda1  50G  46G  4.1G  92% /')),
    ).toEqual(['disk-over-90']);
  });
});

describe('[F3] a finding of an output that names no system', () => {
  test('begins as a sentence does; a host name stays as it is written', () => {
    const unsynchronised =
      'Clock is unsynchronized, stratum 16, no reference clock\nnominal freq is 250.0000 Hz\n';
    const rule = { ...startSet[0], message: '{system} follows no time server.' } as FindingRule;
    const messages = (text: string) =>
      collectedText(text, {
        findings: {
          rules: [rule],
          context: { now: '2026-11-28T16:05:00Z', faultAt: null, capturedAt: null },
        },
      }).findings.map(({ message }) => message);
    expect(messages(unsynchronised)).toEqual(['The system follows no time server.']);
    expect(messages(`gw-1#show ntp status\n${unsynchronised}gw-1#`)).toEqual([
      'gw-1 follows no time server.',
    ]);
  });
});

describe('[F8] an address that two systems have', () => {
  test.each([
    '%IP-4-DUPADDR: Duplicate address 192.0.2.1 on GigabitEthernet0/0, sourced by 0011.2233.4455',
    '%ARP-3-DUP_SRC_IP:  arp [3311]  Source address of packet received from 0011.2233.4455 on Vlan10 is duplicate of local, 192.0.2.1',
  ])('is found in what a device logs: %s', (message) => {
    expect(found(logged(message))).toContain('duplicate-address');
  });
  test.each([
    '%IPV6_ND-6-DUPLICATE_INFO: DAD attempt for 2001:db8::1 on GigabitEthernet0/0 is done',
    '%LINK-6-NOTE: duplicate address detection is enabled',
  ])('is not found where duplicates are only looked for: %s', (message) => {
    expect(found(logged(message))).toEqual([]);
  });
});
