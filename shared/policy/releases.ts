/** Releases of products as the catalogue dates them: what is wrong with a list, and which one comes next. See SPEC.md, CLK8. */

import { centralDay } from './central-time.ts';
import { dateFault, dayNumber } from './dates.ts';
import type { ProductRecord, ProductRelease } from './products.ts';
import { compareVersions, parseVersion, upgradeKind, type Version } from './versions.ts';

/** What is wrong with the releases of a product, in words. */
export function releaseFaults(releases: readonly ProductRelease[]): string[] {
  const faults: string[] = [];
  const read: { release: ProductRelease; version: Version }[] = [];
  for (const release of releases) {
    const version = parseVersion(release.version);
    if (release.version.trim() === '') faults.push('A release has no version. Write it, or remove the line.');
    else if (!version) faults.push(`${release.version} reads as no version. Write it like 6.5.0.`);
    else read.push({ release, version });
    const fault = dateFault(release.date);
    if (release.date === '') faults.push(`The release ${release.version} has no date.`);
    else if (fault) faults.push(`The release ${release.version}: ${fault}`);
  }
  read.sort((a, b) => compareVersions(a.version, b.version));
  for (const [index, { release, version }] of read.entries()) {
    const before = read[index - 1];
    if (!before) continue;
    const kind = upgradeKind(before.version, version);
    if (kind === 'none') faults.push(`The release ${release.version} stands there twice.`);
    else if (kind !== release.kind)
      faults.push(
        `From ${before.release.version} to ${release.version} is a ${kind} release (${kind === 'major' ? 'P-10' : 'P-11'}), and it is marked as ${release.kind}.`,
      );
  }
  return faults;
}

/** By day, the newest first. */
export function releasesInOrder(releases: readonly ProductRelease[]): ProductRelease[] {
  return [...releases].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/**
 * The release that a 'next release' speaks of (P-30): the first of the product that is dated after the Central day on which
 * the clock started. Of several products the first that has one.
 * @param ids of products, the one at fault first
 * @param startedAt ISO instant
 * @returns null where the catalogue dates none
 */
export function nextRelease(
  products: readonly ProductRecord[],
  ids: readonly string[],
  startedAt: string,
): { release: string; date: string } | null {
  const day = centralDay(Date.parse(startedAt));
  for (const id of ids) {
    const product = products.find((each) => each.id === id);
    if (!product?.releases) continue;
    let next: ProductRelease | null = null;
    for (const release of product.releases)
      if (dayNumber(release.date) > day && (!next || release.date < next.date)) next = release;
    if (next) return { release: `${product.name} ${next.version}`.slice(0, 300), date: next.date };
  }
  return null;
}
