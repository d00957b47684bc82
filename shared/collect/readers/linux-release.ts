/** What a Linux says it is: os-release, lsb_release, uname, hostnamectl. */
import { byLine, type Reader } from '../reader.ts';

/** A value of os-release, which is a word or quoted as a shell does (os-release(5)). */
function unquoted(text: string): string {
  const value = text.trim();
  const found = /^(["'])(.*)\1$/.exec(value);
  return found ? (found[2] ?? '').replace(/\\(["'$`\\])/g, '$1') : value;
}

export const osRelease: Reader = {
  kind: 'linux os-release',
  platforms: ['linux'],
  commands: ['cat /etc/os-release', 'cat /usr/lib/os-release', 'cat /etc/*release'],
  signs: [
    [/^NAME=/, 0.3],
    [/^VERSION_ID=/, 0.3],
    [/^PRETTY_NAME=/, 0.3],
    [/^ID=/, 0.3],
  ],
  read: byLine(
    () => null,
    [
      [
        /^([A-Z][A-Z0-9_]*)=(.*)$/,
        ([, name = '', raw = ''], line, sink) => {
          const value = unquoted(raw);
          const own = sink.system();
          if (name === 'PRETTY_NAME') own.replace('os', value, line);
          if (name === 'NAME') own.set('os', value, line);
          if (name === 'VERSION_ID')
            own.set('version', value, line).revision('Operating system', value, line);
          own.entry('os-release', name, value, line);
        },
      ],
    ],
  ),
};

/** `cat /etc/redhat-release`, and its brothers of the systems that came of it: one line. */
export const redhatRelease: Reader = {
  kind: 'linux redhat-release',
  platforms: ['linux'],
  commands: ['cat /etc/redhat-release', 'cat /etc/centos-release', 'cat /etc/system-release'],
  signs: [[/^[A-Z][\w .()-]* release \d[\d.]*(?: \([^)]*\))?\s*$/, 0.8]],
  read: byLine(
    () => null,
    [
      [
        /^([A-Z][\w .()-]* release (\d[\d.]*).*?)\s*$/,
        ([, os, version], line, sink) =>
          sink
            .system()
            .set('os', os, line)
            .set('version', version, line)
            .revision('Operating system', version, line),
      ],
    ],
  ),
};

/** `hostname`, of Windows and of Linux. */
export const hostName: Reader = {
  kind: 'host name',
  platforms: ['windows', 'linux'],
  commands: ['hostname'],
  signs: [],
  read: byLine(
    () => null,
    [
      [
        /^([A-Za-z0-9][\w.-]{0,252})\s*$/,
        ([, name], line, sink) => sink.system().set('hostname', name, line),
      ],
    ],
  ),
};

export const lsbRelease: Reader = {
  kind: 'linux lsb_release',
  platforms: ['linux'],
  commands: ['lsb_release -a'],
  signs: [
    [/^Distributor ID:\s/, 0.5],
    [/^Description:\s/, 0.2],
    [/^Release:\s/, 0.2],
    [/^Codename:\s/, 0.3],
  ],
  read: byLine(
    () => null,
    [
      [
        /^(Distributor ID|Description|Release|Codename|LSB Version):\s*(.*)$/,
        ([, name = '', value], line, sink) => {
          const own = sink.system().entry('lsb_release', name, value, line);
          if (name === 'Description') own.set('os', value, line);
          if (name === 'Release') own.set('version', value, line).revision('Operating system', value, line);
        },
      ],
    ],
  ),
};

export const uname: Reader = {
  kind: 'linux uname',
  platforms: ['linux'],
  commands: ['uname -a'],
  signs: [[/^Linux \S+ \d+\.\d+\S* #\d+/, 0.95]],
  read: byLine(
    () => null,
    [
      [
        /^(Linux) (\S+) (\d+\.\d+\S*) (#\d+.*?)(?: (\S+))?(?: (\S+))?(?: (\S+)) (GNU\/Linux)\s*$/,
        ([, name, host, release, version, machine, processor, platform, system], line, sink) => {
          sink
            .system()
            .set('hostname', host, line)
            .set('os', system, line)
            .revision('Kernel', release, line)
            .entry('Kernel', 'Name', name, line)
            .entry('Kernel', 'Release', release, line)
            .entry('Kernel', 'Version', version, line)
            .entry('Kernel', 'Machine', machine, line)
            .entry('Kernel', 'Processor', processor ?? machine, line)
            .entry('Kernel', 'Hardware platform', platform, line);
        },
      ],
      [
        /^(Linux) (\S+) (\d+\.\d+\S*) (#\d+.*)$/,
        ([, , host, release, version], line, sink) =>
          sink
            .system()
            .set('hostname', host, line)
            .revision('Kernel', release, line)
            .entry('Kernel', 'Version', version, line),
      ],
    ],
  ),
};

export const hostnamectl: Reader = {
  kind: 'linux hostnamectl',
  platforms: ['linux'],
  commands: ['hostnamectl', 'hostnamectl status'],
  signs: [
    [/^\s*Static hostname:\s/, 0.6],
    [/^\s*Machine ID:\s/, 0.2],
    [/^\s*Boot ID:\s/, 0.2],
    [/^\s*Operating System:\s/, 0.1],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*([A-Z][\w ]*?):\s+(.*)$/,
        ([, name = '', value = ''], line, sink) => {
          const own = sink.system().entry('hostnamectl', name, value, line);
          if (name === 'Static hostname' || name === 'Transient hostname') own.set('hostname', value, line);
          if (name === 'Operating System') own.set('os', value, line);
          if (name === 'Kernel') own.revision('Kernel', value.replace(/^Linux /, ''), line);
          if (name === 'Hardware Model') own.set('model', value, line);
          if (name === 'Hardware Vendor') own.set('hardware', value, line);
          if (name === 'Hardware Serial') own.set('serial', value, line);
          if (name === 'Firmware Version') own.revision('Firmware', value, line);
          if (name === 'Chassis' || name === 'Virtualization')
            own.set('platform', value.replace(/\s*[^\x20-\x7e]+$/, ''), line);
        },
      ],
    ],
  ),
};
