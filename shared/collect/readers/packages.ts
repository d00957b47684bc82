/** Installed packages: `rpm -qa`, `rpm -qai`, `dpkg -l`, and Windows' programs. Only those that are asked for become facts. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

export interface Package {
  name: string;
  version: string;
  /** Such as `ii` of dpkg; blank elsewhere. */
  state: string;
  line: number;
}

const RPM =
  /^([A-Za-z0-9][\w.+-]*?)-((?:\d+:)?[\w.+~^]+)-([\w.+~^]+)\.(x86_64|noarch|i[3-6]86|aarch64|ppc64le|s390x|\(none\))$/;
const DPKG = /^([a-z][a-zA-Z][a-zA-Z]?)\s{1,2}(\S+)\s+(\S+)\s+(\S+)\s/;

/** All packages of a listing, whatever wrote it. */
function readPackages(lines: readonly Line[]): Package[] {
  const packages: Package[] = [];
  let details: Partial<Record<'Name' | 'Epoch' | 'Version' | 'Release', string>> = {};
  let begun = 0;
  const close = () => {
    const { Name: name, Epoch: epoch, Version: version, Release: release } = details;
    if (name && version)
      packages.push({
        name,
        version: `${epoch && epoch !== '(none)' && epoch !== '0' ? `${epoch}:` : ''}${version}${release ? `-${release}` : ''}`,
        state: '',
        line: begun,
      });
    details = {};
  };
  for (const { text, number } of lines) {
    const detail = /^(Name|Epoch|Version|Release)\s+:\s+(\S.*?)\s*$/.exec(text);
    if (detail) {
      const key = detail[1] as 'Name' | 'Epoch' | 'Version' | 'Release';
      if (key === 'Name') {
        close();
        begun = number;
      }
      details[key] ??= detail[2] ?? '';
      continue;
    }
    const rpm = RPM.exec(text.trim());
    if (rpm) {
      const [, name = '', version = '', release = ''] = rpm;
      packages.push({ name, version: `${version}-${release}`, state: '', line: number });
      continue;
    }
    const dpkg = DPKG.exec(text);
    if (dpkg && !text.startsWith('Desired')) {
      const [, state = '', name = '', version = ''] = dpkg;
      packages.push({ name: name.replace(/:\w+$/, ''), version, state, line: number });
    }
  }
  close();
  return packages;
}

/**
 * A reader that keeps the packages whose names are asked for, as revision levels.
 * @param wanted names of components, as the profile of a product gives them; letter case aside
 */
export function packagesReader(wanted: readonly string[]): Reader {
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  return {
    kind: 'linux packages',
    platforms: ['linux'],
    commands: ['rpm -qa', 'rpm -qai', 'dpkg -l', 'dpkg --list'],
    signs: [
      [/^Desired=Unknown\/Install/, 0.6],
      [/^ii {2}\S+\s+\S+\s+(?:amd64|all|arm64|i386)\s/, 0.5],
      [/^Source RPM\s+: \S+\.src\.rpm/, 0.5],
      [/^Install Date\s*:/, 0.3],
      [/^(?:glibc|bash|kernel|systemd|filesystem)-\d[\w.+~]*-[\w.+~]+\.(?:x86_64|noarch|aarch64)$/, 0.8],
      [RPM, 0.3],
    ],
    read(lines: readonly Line[], sink: Sink) {
      const packages = readPackages(lines);
      const own = sink.system();
      let kept = 0;
      for (const { name, version, state, line } of packages) {
        if (!names.has(name.toLowerCase())) continue;
        kept++;
        own.revision(name, version, line);
        if (state !== '' && !/^[ih]i/.test(state))
          own.entry('Packages', name, `${version}, state ${state}`, line);
      }
      own.entry('Packages', 'Installed', `${packages.length}`, lines[0]?.number ?? 1);
      sink.note(
        `${packages.length} packages are installed; ${kept} of them are components that were asked for and became revision levels.`,
      );
    },
  };
}
