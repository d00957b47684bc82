/** State of a Windows: hot fixes, services, programs, time. */
import { byLine, type Reader } from '../reader.ts';

/** `wmic qfe`, `Get-HotFix`. */
export const windowsHotFixes: Reader = {
  kind: 'windows hot fixes',
  platforms: ['windows'],
  commands: ['wmic qfe', 'wmic qfe list', 'get-hotfix'],
  signs: [
    [/HotFixID\s/i, 0.6],
    [/\s(?:Security )?(?:Update|Hotfix)\s+KB\d{6,8}\s/, 0.4],
  ],
  read: byLine(
    () => null,
    [
      [
        /\b(KB\d{6,8})\b.*?(\d{1,2}\/\d{1,2}\/\d{4})?(?:\s+\d{1,2}:\d{2}:\d{2} [AP]M)?\s*$/,
        ([, name = '', at], line, sink) =>
          sink.system().entry('Hot fixes', name, at ? `installed ${at}` : 'installed', line),
      ],
    ],
  ),
};

/** `sc query`, `Get-Service`, `net start`. */
export const windowsServices: Reader = {
  kind: 'windows services',
  platforms: ['windows'],
  commands: ['sc query', 'sc queryex', 'get-service', 'wmic service'],
  signs: [
    [/^SERVICE_NAME: \S/, 0.7],
    [/^\s+STATE\s+: \d+\s+\w+/, 0.3],
    [/^Status\s+Name\s+DisplayName/, 0.9],
  ],
  read: byLine(
    () => ({ name: '' }),
    [
      [
        /^SERVICE_NAME: (\S.*)/,
        ([, name = ''], _, __, state) => {
          state.name = name.trim();
        },
      ],
      [
        /^\s+STATE\s+:\s+\d+\s+(\w+)/,
        ([, service], line, sink, { name }) => sink.system().entry('Services', name, service, line),
      ],
      [
        /^(Running|Stopped|Paused|StartPending|StopPending)\s+(\S+)\s+(\S.*)?$/,
        ([, service, name = '', display], line, sink) =>
          sink.system().entry('Services', name, display ? `${service}, ${display.trim()}` : service, line),
      ],
    ],
  ),
};

/** `w32tm /query /status`. */
export const windowsTime: Reader = {
  kind: 'windows w32tm',
  platforms: ['windows'],
  commands: ['w32tm /query /status'],
  signs: [
    [/^Leap Indicator: \d/, 0.5],
    [/^Last Successful Sync Time:/, 0.5],
  ],
  read: byLine(
    () => null,
    [
      [
        /^Leap Indicator: (\d)/,
        ([, leap], line, sink) =>
          sink.system().entry('NTP', 'Synchronised', leap === '3' ? 'no' : 'yes', line),
      ],
      [/^Stratum: (\d+)/, ([, stratum], line, sink) => sink.system().entry('NTP', 'Stratum', stratum, line)],
      [/^Source: (\S.*)/, ([, source], line, sink) => sink.system().entry('NTP', 'Reference', source, line)],
      [
        /^Last Successful Sync Time: (\S.*)/,
        ([, at], line, sink) => sink.system().entry('NTP', 'Last synchronised', at, line),
      ],
    ],
  ),
};

/**
 * `wmic product get name,version`, and lists of installed programs. Only those that are asked for become facts.
 * @param wanted names of components, letter case aside
 */
export function windowsPrograms(wanted: readonly string[]): Reader {
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  return {
    kind: 'windows programs',
    platforms: ['windows'],
    commands: ['wmic product get name,version', 'wmic product', 'get-package', 'get-itemproperty'],
    signs: [[/^(?:DisplayName|Name)\s+(?:DisplayVersion|Version)\b/, 0.8]],
    read: byLine(
      () => null,
      [
        [
          /^(\S.*?)\s{2,}(\d[\w.+-]*)(?:\s{2,}.*)?$/,
          ([, name = '', version], line, sink) =>
            names.has(name.toLowerCase()) && sink.system().revision(name, version, line),
        ],
      ],
    ),
  };
}
