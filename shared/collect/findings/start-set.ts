/** The rules that a console begins with; the hub distributes changes to them and further ones (shared/knowledge). */
import type { FindingRule } from './schema.ts';

const rule = (
  id: string,
  when: FindingRule['when'],
  message: string,
  todo: string,
  clause: string | null = null,
  handoff: string | null = null,
): FindingRule => ({
  id,
  version: 1,
  when,
  message,
  todo,
  clause,
  handoff,
  // What lies in a system that is not supported says where the fault is thought to lie.
  ...(clause === 'P-23' ? { fills: 'suspectedWhy' as const } : {}),
});

export const startSet: readonly FindingRule[] = [
  rule(
    'ntp-not-synchronised',
    [
      { kind: 'entry', section: 'NTP', key: 'Synchronised$', value: 'no' },
      { kind: 'entry', section: 'NTP', key: 'Stratum$', value: '16$' },
    ],
    'The clock of {system} follows no time server ({key}: {value}).',
    'Make it follow one, and say in the case by how much its times were off.',
  ),
  rule(
    'clock-off',
    [
      { kind: 'clock', seconds: 120 },
      { kind: 'entry', section: 'Clock', key: 'State', value: 'not authoritative' },
    ],
    'The clock of {system} is not to be trusted: {value}.',
    'Give the times of its logs with this difference, then set the clock.',
  ),
  rule(
    'node-versions-differ',
    [{ kind: 'versions-differ', component: 'CUCM' }],
    'Nodes of one cluster have different versions of {key}: {value}.',
    'Finish the upgrade on all nodes, or switch them back to one version.',
    'P-23',
    'It lies in CUCM: it would come back.',
  ),
  rule(
    'replication-not-2',
    [{ kind: 'entry', section: 'Replication', key: 'State$', value: '[013456789-]' }],
    'The database of {system} does not replicate: state {value}.',
    'Collect utils dbreplication runtimestate from the publisher and from this node, and check DNS and NTP first.',
    'P-23',
    'It lies in CUCM: it would come back.',
  ),
  rule(
    'service-not-running',
    [
      {
        kind: 'entry',
        section: 'Services',
        value: 'STOPPED',
        except: '.*(?:Not Activated|Commanded Out of Service)',
      },
      { kind: 'entry', section: 'Services', value: 'failed' },
    ],
    'On {system} the service {key} does not run: {value}.',
    'Say whether it should run; if so, collect its log before it is started again.',
  ),
  rule(
    'certificate-expires',
    [{ kind: 'until', section: 'Certificates', key: '.*valid until$', days: 30 }],
    'A certificate of {system} has expired or expires within 30 days: {key} {value}.',
    'Renew it, and say in the case which services were restarted for it.',
  ),
  rule(
    'disk-over-90',
    [{ kind: 'entry', section: 'Disk', above: 90 }],
    'On {system} {key} is nearly full: {value}.',
    'Free space before anything is installed, and keep the logs of the fault.',
  ),
  rule(
    'restarted-since-change',
    [
      {
        kind: 'order',
        section: 'Software',
        earlier: 'Restarted at',
        later: 'Last configuration change',
        laterSection: 'Configuration',
      },
    ],
    '{system} was restarted after its last change ({value}).',
    'Say whether the fault began before or after the restart.',
  ),
  rule(
    'configuration-not-saved',
    [
      {
        kind: 'order',
        section: 'Configuration',
        earlier: 'Last configuration change',
        later: 'NVRAM config last updated',
      },
    ],
    'The configuration of {system} was changed ({value}) and not saved.',
    'Save it if the change is to stay: a restart takes it back.',
  ),
  rule(
    'duplex-mismatch',
    [
      { kind: 'entry', section: 'Interfaces', key: '.*, duplex mismatch' },
      {
        kind: 'entry',
        section: 'Interfaces',
        key: '.*, duplex$',
        value: 'half',
        with: { key: '.*, (?:CRC|late collisions)$', above: 0 },
      },
    ],
    'On {system} the two ends of a link do not agree on duplex ({key}: {value}).',
    'Set both ends alike, clear the counters, and look again after an hour.',
  ),
  rule(
    'crc-errors',
    [{ kind: 'entry', section: 'Interfaces', key: '.*, CRC$', above: 100 }],
    'On {system} frames arrive damaged ({key}: {value}).',
    'Change cable or transceiver, clear the counters, and look again after an hour.',
  ),
  rule(
    'grave-messages',
    [{ kind: 'grave-messages' }],
    '{system} logged {key} near the fault: {value}',
    'Attach the log around this time.',
  ),
  rule(
    'log-after-fault',
    [{ kind: 'log-after-fault' }],
    'The log of {system} begins after the fault, at {value}.',
    'Get the earlier log from a syslog server, or make the buffer larger and wait for the fault to come again (H38).',
  ),
  rule(
    'duplicate-address',
    [
      { kind: 'same-address' },
      { kind: 'entry', section: 'Interfaces', value: '.*duplicate' },
      // What devices log of it; that duplicates are looked for is no such message.
      ...['-DUPADDR: ', '-DUP_SRC_IP: ', 'detected an address conflict'].map(
        (pattern) => ({ kind: 'log', pattern, count: 1, minutes: null }) as const,
      ),
    ],
    'Two systems use one address: {value}.',
    'Find the second one by its MAC address, and take it from the network.',
  ),
  rule(
    'own-name-not-resolved',
    [{ kind: 'entry', section: 'Diagnosis', key: 'validate_network', value: '.*(?:resolve|DNS|lookup)' }],
    '{system} does not resolve its own name: {value}.',
    'Correct its forward and reverse entries in DNS.',
  ),
  rule(
    'zones-differ',
    [{ kind: 'zones-differ' }],
    'Systems of the case run in different time zones: {value}.',
    'Give times with their zone; where one cluster is meant to have one zone, correct it.',
  ),
  rule(
    'licence-expired',
    [
      {
        kind: 'entry',
        section: 'Licence',
        value: '.*(?:EXPIRED|OUT OF COMPLIANCE|Expired|out of compliance)',
      },
    ],
    'A licence of {system} is not valid: {key} {value}.',
    'Renew the registration, and say since when it is so.',
  ),
  rule(
    'core-dump',
    [
      { kind: 'grave-messages', value: '.*(?:dumped core|core dump|segfault at)' },
      { kind: 'entry', section: 'Core files' },
    ],
    'A program of {system} crashed: {value}',
    'Attach the core file, or its stack, before it is deleted.',
  ),
  rule(
    'reboot-pending',
    [{ kind: 'entry', section: 'Hot fixes', value: '.*(?:pending|reboot required|restart required)' }],
    'On {system} a hot fix waits for a restart: {key}.',
    'Restart it in a window, then look whether the fault is still there.',
  ),
  rule(
    'out-of-support',
    [
      { kind: 'version', component: 'CUCM$', below: '12.5' },
      {
        kind: 'entry',
        section: 'System information',
        key: 'OS Name',
        value: 'Microsoft Windows (?:XP|7|8|Server 20(?:03|08|12))',
      },
    ],
    '{system} runs a release that its maker no longer supports: {key} {value}.',
    'Plan the upgrade, and say in the case that the release is out of support.',
    'P-21',
    'Level 3 asks for an approved platform.',
  ),
];
