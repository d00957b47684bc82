/** All manifests of one bag, and what they say together about which files there have to be. */
import { type HashAlgorithm, isHashAlgorithm } from './bytes.ts';
import { type Checksums, parseManifest } from './manifests.ts';
import { type Findings, told } from './report.ts';
import type { BagVersion } from './tag-files.ts';

const MOST_MANIFESTS = 20;

export interface Manifest {
  name: string;
  algorithm: HashAlgorithm;
  checksums: Checksums;
}

export interface BagManifests {
  payload: Manifest[];
  tags: Manifest[];
  /** Texts of the tag manifests by name. */
  tagTexts: Map<string, string>;
  /** Tells what is missing, and what is there that no manifest lists. */
  checkComplete(there: ReadonlyMap<string, unknown>, findings: Findings): void;
  /** Tag files that no tag manifest lists, the tag manifests aside. */
  unlisted(there: ReadonlyMap<string, unknown>): string[];
}

const NAME = /^(tag)?manifest-([^/]+)\.txt$/;

/**
 * Reads the manifests; what is wrong with them is told.
 * @param names all files of the bag
 * @param read the text of one of them; null where it cannot be read, which is told
 */
export async function readManifests(
  names: readonly string[],
  version: BagVersion,
  findings: Findings,
  read: (name: string) => Promise<string | null>,
): Promise<BagManifests> {
  const payload: Manifest[] = [];
  const tags: Manifest[] = [];
  const tagTexts = new Map<string, string>();
  const all = names.filter((name) => NAME.test(name)).sort();
  if (all.length > MOST_MANIFESTS)
    findings.fail('manifests', `There are more than ${MOST_MANIFESTS} manifests.`);
  for (const name of all.slice(0, MOST_MANIFESTS)) {
    const [, tag, algorithm = ''] = NAME.exec(name) ?? [];
    if (!isHashAlgorithm(algorithm)) {
      findings.fail(
        'manifests',
        `${told(name)}: the algorithm is not known here, so nothing that it says could be checked.`,
      );
      continue;
    }
    const text = await read(name);
    if (text === null) continue;
    const { checksums, problems } = parseManifest(text, algorithm, version, tag === undefined);
    for (const problem of problems) findings.fail('manifests', `${told(name)}: ${problem}`);
    (tag ? tags : payload).push({ name, algorithm, checksums });
    if (tag) tagTexts.set(name, text);
  }
  if (payload.length === 0) findings.fail('manifests', 'There is no payload manifest.');
  for (const { name, checksums } of tags) {
    for (const path of checksums.keys())
      if (path.startsWith('tagmanifest-')) findings.fail('manifests', `${told(name)} lists a tag manifest.`);
    if (version === '1.0')
      for (const manifest of payload)
        if (!checksums.has(manifest.name))
          findings.fail('manifests', `${told(name)} does not list ${told(manifest.name)}.`);
  }
  return {
    payload,
    tags,
    tagTexts,
    checkComplete: (there, found) => checkComplete({ payload, tags, version }, there, found),
    unlisted: (there) =>
      [...there.keys()].filter(
        (path) =>
          !path.startsWith('data/') &&
          !/^tagmanifest-[^/]+\.txt$/.test(path) &&
          !tags.some(({ checksums }) => checksums.has(path)),
      ),
  };
}

function checkComplete(
  { payload, tags, version }: { payload: Manifest[]; tags: Manifest[]; version: BagVersion },
  there: ReadonlyMap<string, unknown>,
  findings: Findings,
): void {
  for (const { name, checksums } of [...payload, ...tags])
    for (const path of checksums.keys())
      if (!there.has(path)) findings.fail('complete', () => `${told(path)} of ${told(name)} is missing.`);
  for (const path of there.keys()) {
    if (!path.startsWith('data/')) continue;
    const lists = payload.filter(({ checksums }) => checksums.has(path)).length;
    // 0.97 asks for one manifest that lists a file, 1.0 for every one (RFC 8493, section 3).
    if (lists === 0) findings.fail('complete', () => `${told(path)} is in no manifest.`);
    else if (version === '1.0' && lists < payload.length)
      findings.fail('complete', () => `${told(path)} is not in every manifest.`);
  }
}
