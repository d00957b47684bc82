/** Revision levels: what a version text says, and whether the way from one to another is a minor upgrade or a major release. */

export interface Version {
  major: number;
  minor: number;
  maintenance: number;
  build: number;
}

const PATTERN = /(?<![\d.])(\d{1,9})\.(\d{1,9})(?:[.(](\d{1,9})\)?(?:[.-](\d{1,9}))?)?/;

/**
 * major.minor.maintenance.build out of a text such as `7.1.3.1042`, `v5.4`, `15.2(4)`; parts that are not there are 0.
 * Null where the text holds nothing that reads as a version (H16).
 */
export function parseVersion(text: string): Version | null {
  const found = PATTERN.exec(text);
  if (!found) {
    const whole = /(?:^|\s)v?(\d{1,9})\s*$/i.exec(text);
    return whole ? { major: Number(whole[1]), minor: 0, maintenance: 0, build: 0 } : null;
  }
  const [, major, minor, maintenance, build] = found;
  return {
    major: Number(major),
    minor: Number(minor),
    maintenance: Number(maintenance ?? 0),
    build: Number(build ?? 0),
  };
}

/** Negative, zero or positive, as the first version is older, equal or newer. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.maintenance - b.maintenance || a.build - b.build;
}

/** What lies between an installed and a newer version: a major release (P-10), a minor upgrade (P-11), or nothing. */
export function upgradeKind(installed: Version, available: Version): 'major' | 'minor' | 'none' {
  if (compareVersions(available, installed) <= 0) return 'none';
  return available.major !== installed.major ? 'major' : 'minor';
}
