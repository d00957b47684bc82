/** `show version` of Cisco IOS XR. */
import { byLine, type Reader } from '../reader.ts';

export const xrVersion: Reader = {
  kind: 'cisco_xr show version',
  platforms: ['cisco_xr'],
  commands: ['show version'],
  signs: [
    [/^\s*Cisco IOS XR Software, Version/, 0.8],
    [/^\s*Build Information:/, 0.2],
    [/^\s*\S+ uptime is /, 0.1],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*Cisco IOS XR Software.*Version\s+(\S[^[]*[^[\s])(\[.*)?/,
        ([, version = '', variant], line, sink) =>
          sink
            .system()
            .set('version', version, line)
            .set('os', 'IOS XR', line)
            // `7.5.2 LNT` is release 7.5.2 in the packaging of XR7; `6.1.4[Default]` a package without fixes of its own.
            .revision('IOS XR', version.replace(/\s+LNT$/, ''), line)
            .entry('Software', 'Release', variant && `${version}${variant}`, line),
      ],
      [
        /^\s*(Built By|Built On|Buil[td] Host|Workspace|Location|Label)\s*:\s+(\S.*)/,
        ([, name = '', value], line, sink) => sink.system().entry('Build', name, value, line),
      ],
      [/^\s*ROM:\s+(\S.*)/, ([, text], line, sink) => sink.system().entry('Software', 'ROM', text, line)],
      [
        /^\s*(\S+)\s+uptime\s+is\s+(.*\S)/,
        ([, name, uptime], line, sink) => {
          if (name !== 'System') sink.system().set('hostname', name, line);
          sink.system().set('uptime', uptime, line);
        },
      ],
      [
        /^\s*System image file is\s+"([^"]+)"/i,
        ([, path], line, sink) => sink.system().set('image', path, line),
      ],
      [
        /^\s*[Cc]isco\s+(.+?)\s+\(.*\)(\s+processor.*)?/,
        ([whole, model, processor], line, sink) => {
          // Of two such lines, the one that names the processor is the chassis, the other its family.
          const own = sink.system();
          own.add('models', model, line);
          if (processor) own.replace('model', model, line).replace('hardware', whole, line);
          else own.set('model', model, line).set('hardware', whole, line);
        },
      ],
      [
        /^\s*([\w-]+), V\s+([^\s,[]+)(?:\[[^\]]*\])?, Cisco Systems, at (\S+)/,
        ([, name = '', version], line, sink) => sink.system().revision(name, version, line, 'active'),
      ],
      [
        /^\s*Configuration register.*\s(0x[\da-f]+)/i,
        ([, register], line, sink) => sink.system().set('configurationRegister', register, line),
      ],
    ],
  ),
};
