/** `show version` of Cisco NX-OS, and of ACI leaves and spines. */
import { byLine, type Reader } from '../reader.ts';

/** A version without what is said of it: `10.4(5) [Maintenance Release]`, `15.2(4d) [build 15.2(4d)]`. */
const bare = (version = '') => version.replace(/\s*\[.*$/, '');

export const nxosVersion: Reader = {
  kind: 'cisco_nxos show version',
  platforms: ['cisco_nxos'],
  commands: ['show version'],
  signs: [
    [/Cisco Nexus Operating System \(NX-OS\) Software/, 0.5],
    [/^\s+(?:NXOS|kickstart|system):\s+version \d/, 0.4],
    [/^\s+(?:NXOS|kickstart|system) image file is:/, 0.3],
    [/^\s*Device name:\s/, 0.2],
    [/^\s*Kernel uptime is /, 0.2],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*(NXOS|system):\s+version\s+(\S.*)/,
        ([, name, version], line, sink) =>
          sink
            .system()
            .replace('version', version, line)
            .set('os', 'NX-OS', line)
            .revision(name === 'NXOS' ? 'NX-OS' : 'NX-OS system', bare(version), line),
      ],
      [
        /^\s*kickstart:\s+version\s+(\S.*)/,
        ([, version], line, sink) =>
          sink.system().set('version', version, line).revision('NX-OS kickstart', bare(version), line),
      ],
      [
        /^\s*BIOS:\s+version\s+v?(\S+)/,
        ([, version], line, sink) => sink.system().revision('BIOS', version, line),
      ],
      [
        /^\s*(loader|Host NXOS|PE|uC|power-seq|Power Sequencer Firmware|Microcontroller Firmware):\s+.*?version\s+v?(\S.*)/,
        ([, name = '', version], line, sink) =>
          version === 'N/A' ? null : sink.system().revision(name, version, line),
      ],
      [
        /^\s*(NXOS|kickstart|system)\s+image\s+file\s+is:\s+(\S.*)/,
        ([, name = '', path], line, sink) =>
          sink
            .system()
            .set('image', path, line)
            .entry('Software', name === 'NXOS' ? 'Image file' : `${name} image file`, path, line),
      ],
      [
        // `MDS 9148S 16G 48 FC (1 Slot) Chassis`: what stands between is no model. Else `Nexus9000 C9508 (8 Slot) Chassis`.
        /^\s*cisco\s+(?:(?=(?:MDS|UCS)\s)(\S+\s+\S+).*|Nexus\d*\s+(?!chassis)(\S+)\s.*\bchassis\b.*|(?:Nexus\d*\s+(?!chassis))?(\S+)(?:\s+chassis\b|\s+\(|\s*$).*)/i,
        ([whole = '', family, between, alone], line, sink) =>
          sink
            .system()
            .set('model', family ?? between ?? alone, line)
            .add('models', family ?? between ?? alone, line)
            .set('hardware', whole.trim().replace(/^cisco\s+/, ''), line),
      ],
      [
        /^\s*Processor [Bb]oard ID\s+(\S+)/,
        ([, serial], line, sink) => sink.system().set('serial', serial, line).add('serials', serial, line),
      ],
      [/^\s*Device name:\s+(\S.*)/, ([, name], line, sink) => sink.system().set('hostname', name, line)],
      [/^\s*Kernel uptime is\s+(.+)/, ([, uptime], line, sink) => sink.system().set('uptime', uptime, line)],
      [/^\s*Reason:\s+(\S.*)/, ([, reason], line, sink) => sink.system().set('lastReload', reason, line)],
      [
        /^\s*Last reset at .*?after\s+(\S.*)/,
        ([, at], line, sink) => sink.system().entry('Software', 'Restarted at', at, line),
      ],
      [
        /^\s*System version:\s+(\S+)/,
        ([, version], line, sink) =>
          sink.system().entry('Software', 'Version before the last reset', version, line),
      ],
    ],
  ),
};
