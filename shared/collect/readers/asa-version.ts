/** `show version` of Cisco ASA, and of Firepower and the Firewall Services Module in its place. */
import { byLine, type Reader } from '../reader.ts';

export const asaVersion: Reader = {
  kind: 'cisco_asa show version',
  platforms: ['cisco_asa'],
  commands: ['show version'],
  signs: [
    [/Cisco (?:Adaptive Security Appliance|PIX (?:Firewall|Security Appliance)|Firepower).*Version/i, 0.7],
    [/^\s*FWSM Firewall Version \d/, 0.7],
    [/^\s*Device Manager Version /, 0.3],
    [/^\s*Licensed features for this /, 0.3],
    [/^\s*Hardware:\s+\S/, 0.2],
    [/^\s*\S+ up \d+ /, 0.2],
    [/^\s*Model\s*:\s.*(?:Threat Defense|Management Center)\b.*Version\s/, 0.6],
  ],
  read: byLine(
    () => ({ features: false }),
    [
      // Threat Defense heads its own part with the name: -----[ ftd-edge ]-----
      [
        /^\s*-{4,}\[\s*(\S+)\s*\]-{4,}\s*$/,
        ([, name], line, sink) => sink.system().set('hostname', name, line),
      ],
      [
        /^\s*(Device Manager|Firepower Extensible Operating System|SSP Operating System|REST API Agent)\s+Version\s+(\S+)/,
        ([, name = '', version], line, sink) => sink.system().revision(name, version, line),
      ],
      [
        /^(.*)\b(?:Software|Firewall)\s+Version\s+(\S+)/,
        ([, name = '', version], line, sink) => {
          const component = /PIX|FWSM/.exec(name)?.[0] ?? 'ASA';
          sink
            .system()
            .set('version', version, line)
            .set('os', component === 'FWSM' ? 'FWSM' : 'ASA', line)
            .revision(component, version, line);
        },
      ],
      [
        /^\s*Compiled on\s+(\S.*?)(?:\s+by\s.*)?$/,
        ([, at = ''], line, sink) =>
          sink.system().entry('Software', 'Compiled', /\d+-\w+-\d+/.exec(at)?.[0] ?? at, line),
      ],
      [
        /^\s*System image file is\s+"([^"]+)"/,
        ([, path], line, sink) => sink.system().set('image', path, line),
      ],
      [
        /^\s*Config file at boot was\s+"([^"]+)"/,
        ([, path], line, sink) => sink.system().entry('Software', 'Configuration at boot', path, line),
      ],
      [
        /^\s*failover cluster up\s+(.*\S)/i,
        ([, uptime], line, sink) => sink.system().entry('Failover', 'Cluster up', uptime, line),
      ],
      [
        /^\s*(\S+)\s+up\s+(\d.*\S)/,
        ([, name, uptime], line, sink) =>
          sink.system().set('hostname', name, line).set('uptime', uptime, line),
      ],
      [
        /^\s*Hardware:\s+(\S.*?),?\s*$/,
        ([, hardware = ''], line, sink) => {
          const model = hardware.split(',')[0];
          sink.system().set('hardware', hardware, line).set('model', model, line).add('models', model, line);
        },
      ],
      [
        /^\s*Model(?: Id)?\s*:\s+(\S.*?)(?:\s+Version\s+(\S+)(?:\s+\(Build\s+(\d+)\))?.*)?$/,
        ([, model, version, build], line, sink) => {
          sink
            .system()
            .replace('model', model, line)
            .add('models', model, line)
            .set('version', version, line)
            .entry('Software', 'Build', build, line);
          // Beside it stands the version of the ASA that Threat Defense is built on.
          const os = model?.includes('Management Center') ? 'FMC' : 'FTD';
          if (version) sink.system().set('os', os, line).revision(os, version, line);
        },
      ],
      [/^\s*(UUID)\s*:\s+(\S+)/, ([, , uuid], line, sink) => sink.system().set('uuid', uuid, line)],
      [
        /^\s*(Rules update|VDB|LSP)\s+version\s*:\s+(\S+)/,
        ([, name = '', version], line, sink) => sink.system().revision(name, version, line),
      ],
      [
        /^\s*(Internal .*Flash|BIOS Flash)[^,]*,\s*(\S+)/,
        ([, name = '', size], line, sink) => sink.system().entry('Hardware', name, size, line),
      ],
      [
        /^\s*\d+:\s*(?:Ext|Int|Und):?\s+(\S+)\s*:\s+address is ([\da-f.]+)/i,
        ([, name = '', address], line, sink) =>
          sink
            .system()
            .entry('Interfaces', name, `address ${address}`, line)
            .add('macAddresses', address, line),
      ],
      [
        /^\s*(License mode|.*License State)\s*:\s+(\S.*)/,
        ([, name = '', value], line, sink) => sink.system().entry('Licence', name, value, line),
      ],
      [
        /^\s*Serial Number\s*:\s*(\S+)/,
        ([, serial], line, sink) => sink.system().set('serial', serial, line).add('serials', serial, line),
      ],
      [
        /^\s*Configuration register is\s+(\S+)/,
        ([, register], line, sink) => sink.system().set('configurationRegister', register, line),
      ],
      [
        /^\s*Configuration last modified by\s+(\S.*)/,
        ([, by], line, sink) => sink.system().entry('Configuration', 'Last modified by', by, line),
      ],
      [
        /^\s*Configuration has not been modified since last system restart/,
        ([,], line, sink) =>
          sink.system().entry('Configuration', 'Last modified by', 'not since the last restart', line),
      ],
      [
        /icensed features for th(?:is|e) .*:/,
        (_, __, ___, state) => {
          state.features = true;
        },
      ],
      [
        /^\s*([A-Z][\w/& -]*?)\s*:\s+(\S+)(?:\s+(\S.*))?$/,
        ([, name = '', value], line, sink, state) =>
          state.features ? sink.system().entry('Licence', name, value, line) : false,
      ],
    ],
  ),
};
