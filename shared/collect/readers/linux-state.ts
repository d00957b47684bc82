/** State of a Linux: disks, services, addresses, journal. */
import type { Line } from '../lines.ts';
import { byLine, type Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

/** `df`. */
export const linuxDisks: Reader = {
  kind: 'linux df',
  platforms: ['linux'],
  commands: ['df', 'df -h', 'df -k', 'df -hT'],
  signs: [[/^Filesystem\s+.*(?:Use%|Capacity)\s+Mounted on/, 0.9]],
  read: byLine(
    () => null,
    [
      [
        /^(\S+)\s+(?:[a-z][\w.]*\s+)?(\S+)\s+(\S+)\s+(\S+)\s+(\d+)%\s+(\/.*)$/,
        // An image that is mounted to be read, such as of a snap or a disc, is full from the beginning and no disk.
        ([, device = '', size, , , used, mount = ''], line, sink) =>
          /^\/dev\/(?:loop|sr)\d/.test(device) || /^\/(?:snap|var\/lib\/snapd\/snap)\//.test(mount)
            ? null
            : sink.system().entry('Disk', mount, `${used} % of ${size} used`, line),
      ],
    ],
  ),
};

/** `systemctl`: services that failed, and how many run. */
export const linuxServices: Reader = {
  kind: 'linux systemctl',
  platforms: ['linux'],
  commands: [
    'systemctl',
    'systemctl list-units',
    'systemctl --failed',
    'systemctl list-units --type=service',
    'systemctl status',
  ],
  signs: [
    [/^\s*UNIT\s+LOAD\s+ACTIVE\s+SUB\s+DESCRIPTION/, 0.9],
    [/^[●*] \S+\.service - /, 0.7],
    [/^\s+Active: (?:active|inactive|failed)/, 0.4],
  ],
  read: byLine(
    () => ({ unit: '' }),
    [
      [
        /^[●*x\s]*(\S+\.service)\s+(loaded|not-found|masked|error)\s+(\w+)\s+(\S+)/,
        ([, unit = '', load, active, sub], line, sink) =>
          sink
            .system()
            .entry('Services', unit, load === 'loaded' ? `${active}, ${sub}` : `${load}, ${active}`, line),
      ],
      [
        /^[●*x○×]\s+(\S+\.service)\s+-\s/,
        ([, unit = ''], _, __, state) => {
          state.unit = unit;
        },
      ],
      [
        /^\s+Active:\s+(\w+)(?: \(([^)]+)\))?/,
        ([, active, sub], line, sink, { unit }) =>
          sink.system().entry('Services', unit, sub ? `${active}, ${sub}` : active, line),
      ],
    ],
  ),
};

/** `ip address`. */
export const linuxAddresses: Reader = {
  kind: 'linux ip address',
  platforms: ['linux'],
  commands: ['ip address', 'ip address show', 'ip a'],
  signs: [
    [/^\d+: \S+: <[A-Z,_-]+> mtu \d+/, 0.8],
    [/^\s+inet \d+\.\d+\.\d+\.\d+\/\d+/, 0.3],
  ],
  read: byLine(
    () => ({ name: '' }),
    [
      [
        /^\d+:\s+([^:@\s]+)\S*:\s+<[^>]*>(.*)/,
        ([, name = '', rest = ''], line, sink, state) => {
          state.name = name;
          sink
            .system()
            .entry('Interfaces', name, `state ${/ state (\w+)/.exec(rest)?.[1] ?? 'unknown'}`, line);
        },
      ],
      [
        /^\s+link\/\w+\s+([\da-f:]{17})/,
        ([, address], line, sink) =>
          address !== '00:00:00:00:00:00' && sink.system().add('macAddresses', address, line),
      ],
      [
        /^\s+inet6?\s+([\da-f.:]+)\/(\d+).*?scope (\w+)(.*)/,
        ([, address, prefix, scope, rest = ''], line, sink, { name }) => {
          if (scope === 'global') sink.system().add('addresses', address, line);
          sink
            .system()
            .entry(
              'Interfaces',
              `${name}, address`,
              `${address}/${prefix}${/dadfailed/.test(rest) ? ', duplicate' : ''}`,
              line,
            );
        },
      ],
    ],
  ),
};

/** `journalctl` and syslog files: time range and the gravest words; the log itself is indexed elsewhere. */
export const linuxJournal: Reader = {
  kind: 'linux journal',
  platforms: ['linux'],
  commands: ['journalctl', 'cat /var/log/messages', 'cat /var/log/syslog', 'dmesg'],
  signs: [
    [/^-- (?:Logs begin at|Journal begins at) /, 0.6],
    [/^\w{3} [ \d]\d \d{2}:\d{2}:\d{2} \S+ \S+?(?:\[\d+\])?: /, 0.5],
  ],
  read(lines: readonly Line[], sink: Sink) {
    const own = sink.system();
    let first = true;
    let last: { time: string; line: number } | null = null;
    let grave = 0;
    for (const { text, number } of lines) {
      const entry = /^(\w{3} [ \d]\d \d{2}:\d{2}:\d{2}) (\S+) (.*)$/.exec(text);
      if (!entry) continue;
      const [, time = '', host, words = ''] = entry;
      own.set('hostname', host, number);
      if (first) own.entry('Logging', 'First message', time, number);
      first = false;
      last = { time, line: number };
      if (
        /\b(?:dumped core|core dump|segfault at|Out of memory|kernel panic)\b/i.test(words) &&
        grave++ < 200
      )
        own.entry('Grave messages', words.split(/[[:]/)[0] ?? '', `${time}: ${words}`, number);
    }
    if (last) own.entry('Logging', 'Last message', last.time, last.line);
  },
};
