/**
 * Verifies a bag (RFC 8493, versions 0.93 to 1.0): names first, then tag files, then every byte once, hashed as it streams by.
 * Whatever the bag holds, memory holds its manifests and one chunk.
 */

import {
  Cancelled,
  type Control,
  gather,
  type Platform,
  textOfLatin1,
  textOfUtf8,
  textOfUtf16,
} from './bytes.ts';
import { type BagManifests, readManifests } from './manifest-set.ts';
import { collisions, pathProblem } from './paths.ts';
import { type Check, Findings, told } from './report.ts';
import { type BagFile, type BagSource, BrokenFile, type FileSink, MOST_ENTRIES } from './source.ts';
import {
  type BagVersion,
  parseDeclaration,
  parseOxum,
  parseTags,
  type Tag,
  type TagEncoding,
} from './tag-files.ts';

/** Manifests of the most entries, with room. */
const MOST_TAG_BYTES = 64 * 1024 * 1024;
/** Of the others: a few labels and values. */
const MOST_LABEL_BYTES = 1024 * 1024;
/** A line of a manifest at its longest. */
const LONGEST_LINE_BYTES = 2_048;

export interface BagOptions {
  platform: Platform;
  control?: Control;
  /** The most bytes that the bag may hold. */
  mostBytes: number;
  /** The most files, folders and other entries; the bound of any bag where it is left out. */
  mostFiles?: number;
  /** Whether the bytes of this payload file are read; all are where it is left out. What is not wanted is told by who asks. */
  wanted?: (file: BagFile) => boolean;
  /** Where the bytes of this file go while they are hashed; null for nowhere. */
  take?: (path: string) => Promise<FileSink | null>;
}

export interface BagReport {
  version: BagVersion | null;
  /** Of `bag-info.txt`. */
  tags: Tag[];
  checks: Check[];
  /** Files below `data/` and their bytes. */
  payload: { files: number; bytes: number };
  /** What `manifest-sha256.txt` says of each file; empty where there is none. */
  sha256: ReadonlyMap<string, string>;
  /** Texts of the tag manifests by name, for a stricter reader. */
  tagManifests: Map<string, string>;
  /** Tag files that no tag manifest lists, the tag manifests aside. */
  unlisted: string[];
}

const textOf: Readonly<Record<TagEncoding, (bytes: Uint8Array) => string | null>> = {
  'UTF-8': textOfUtf8,
  'UTF-16': textOfUtf16,
  'ISO-8859-1': textOfLatin1,
};

/** Reads a tag file as text; null where it is not there, too large or no UTF-8, which is told. */
async function tagText(
  source: BagSource,
  path: string,
  findings: Findings,
  most: number,
  encoding: TagEncoding = 'UTF-8',
): Promise<string | null> {
  try {
    const bytes = await gather(source.open(path), most);
    const text = bytes && textOf[encoding](bytes);
    if (text === null) {
      findings.fail(
        'manifests',
        `${told(path)} ${bytes ? `is no ${encoding} text` : 'is larger than any such file'}.`,
      );
      return null;
    }
    if (text.startsWith('\u{feff}')) {
      findings.fail('manifests', `${told(path)} begins with a byte order mark.`);
      return null;
    }
    return text;
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    findings.fail('container', `${told(path)}: ${error.message}.`);
    return null;
  }
}

/** Whether every name may be worked with at all; what may not is told. */
function checkNames(
  files: readonly BagFile[],
  { mostBytes, mostFiles }: { mostBytes: number; mostFiles: number },
  findings: Findings,
): boolean {
  if (files.length > mostFiles) {
    findings.fail('names', `There are more than ${mostFiles} files.`);
    return false;
  }
  let bytes = 0;
  for (const { path, kind, size } of files) {
    bytes += size;
    const problem = pathProblem(path);
    if (problem) findings.fail('names', `${told(path)} ${problem}.`);
    if (kind === 'link') findings.fail('names', `${told(path)} is a link, which may lead anywhere.`);
    if (kind === 'other') findings.fail('names', `${told(path)} is neither file nor folder.`);
  }
  if (bytes > mostBytes) findings.fail('container', `It holds more than ${mostBytes} bytes.`);
  // What has no name to work with is refused already, and may be made to keep this busy.
  const paths = files
    .filter(({ kind, path }) => kind !== 'folder' && pathProblem(path) === null)
    .map(({ path }) => path);
  for (const [one, other] of collisions(paths, 20))
    findings.fail(
      'names',
      one === other
        ? `${told(one)} is there twice.`
        : `${told(one)} and ${told(other)} are one file on some computers.`,
    );
  return !findings.any;
}

/** Hashes every listed file once, and compares. */
async function checkContents(
  source: BagSource,
  files: readonly BagFile[],
  manifests: BagManifests,
  options: BagOptions,
  findings: Findings,
): Promise<void> {
  const { platform, control, take, wanted } = options;
  const read = files.filter((file) => !wanted || !file.path.startsWith('data/') || wanted(file));
  const total = read.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { path } of read) {
    const lists = (path.startsWith('data/') ? manifests.payload : manifests.tags).filter(({ checksums }) =>
      checksums.has(path.normalize('NFC')),
    );
    const hashers = lists.map(({ algorithm }) => platform.hasher(algorithm));
    const sink = (await take?.(path)) ?? null;
    try {
      for await (const chunk of source.open(path)) {
        if (control?.cancelled?.()) throw new Cancelled();
        for (const hasher of hashers) hasher.update(chunk);
        await sink?.write(chunk);
        done += chunk.length;
        control?.progress?.(done, total);
      }
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error;
      findings.fail('container', `${told(path)}: ${error.message}.`);
      continue;
    }
    const sums = new Map(lists.map(({ algorithm }, index) => [algorithm, hashers[index]?.digest() ?? '']));
    await sink?.end(sums);
    for (const { algorithm, checksums } of lists)
      if (sums.get(algorithm) !== checksums.get(path.normalize('NFC')))
        findings.fail('checksums', `${told(path)} is not what its ${algorithm} says.`);
  }
}

function checkOxum(tags: readonly Tag[], payload: BagReport['payload'], findings: Findings): void {
  const values = tags.filter(({ label }) => label.toLowerCase() === 'payload-oxum');
  if (values.length > 1) findings.fail('oxum', 'Payload-Oxum is there more than once.');
  for (const { value } of values) {
    const oxum = parseOxum(value);
    if (!oxum) findings.fail('oxum', `Payload-Oxum is no count: ${told(value)}.`);
    else if (oxum.bytes !== payload.bytes || oxum.files !== payload.files)
      findings.fail(
        'oxum',
        `Payload-Oxum says ${oxum.bytes} bytes in ${oxum.files} files; there are ${payload.bytes} in ${payload.files}.`,
      );
  }
}

/** Paths that `fetch.txt` names (URL, length, path). Nothing is ever fetched. */
function fetchedPaths(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => /^\S+[ \t]+\S+[ \t]+(.+)$/u.exec(line)?.[1] ?? '')
    .filter((path) => path !== '');
}

/** Verifies a bag. Throws `Cancelled` where it is stopped, and what the source or the sink throw of their own. */
export async function verifyBag(source: BagSource, options: BagOptions): Promise<BagReport> {
  const findings = new Findings();
  const report = (rest: Partial<BagReport> = {}): BagReport => ({
    version: null,
    tags: [],
    payload: { files: 0, bytes: 0 },
    sha256: new Map(),
    tagManifests: new Map(),
    unlisted: [],
    ...rest,
    checks: findings.checks(),
  });
  const leave = (why: string, ...names: Parameters<Findings['unasked']>[0][]) => {
    for (const name of names) findings.unasked(name, why);
  };
  const { mostBytes, mostFiles = MOST_ENTRIES } = options;
  if (!checkNames(source.files, { mostBytes, mostFiles }, findings)) {
    leave(
      'Not asked: the names above are refused first.',
      'declaration',
      'manifests',
      'complete',
      'oxum',
      'fetch',
      'checksums',
    );
    return report();
  }
  const files = source.files.filter(({ kind }) => kind === 'file');
  const there = new Map(files.map((file) => [file.path.normalize('NFC'), file]));

  const declarationText = there.has('bagit.txt')
    ? await tagText(source, 'bagit.txt', findings, MOST_LABEL_BYTES)
    : null;
  const declaration = parseDeclaration(declarationText ?? '');
  if (!there.has('bagit.txt')) findings.fail('declaration', 'There is no bagit.txt: this is no bag.');
  else if (declarationText === null) findings.fail('declaration', 'bagit.txt cannot be read.');
  else if (!declaration.ok) findings.fail('declaration', `bagit.txt: ${declaration.words}`);
  if (!declaration.ok) {
    leave(
      'Not asked: how to read the bag is not known.',
      'manifests',
      'complete',
      'oxum',
      'fetch',
      'checksums',
    );
    return report();
  }
  const { version, encoding } = declaration;

  const infoText = there.has('bag-info.txt')
    ? await tagText(source, 'bag-info.txt', findings, MOST_LABEL_BYTES, encoding)
    : '';
  const tags = infoText === null ? null : parseTags(infoText);
  if (infoText !== null && tags === null)
    findings.fail('manifests', 'bag-info.txt is no list of labels and values.');
  const inPayload = files.filter(({ path }) => path.startsWith('data/'));
  const payload = {
    files: inPayload.length,
    bytes: inPayload.reduce((sum, { size }) => sum + size, 0),
  };
  checkOxum(tags ?? [], payload, findings);

  const mostManifestBytes = Math.min(MOST_TAG_BYTES, MOST_LABEL_BYTES + mostFiles * LONGEST_LINE_BYTES);
  const manifests = await readManifests([...there.keys()], version, findings, (path) =>
    tagText(source, path, findings, mostManifestBytes, encoding),
  );
  if (!source.files.some(({ path }) => path === 'data' || path.startsWith('data/')))
    findings.fail('complete', 'There is no payload folder (data/).');
  manifests.checkComplete(there, findings);

  const fetchText = there.has('fetch.txt')
    ? await tagText(source, 'fetch.txt', findings, mostManifestBytes, encoding)
    : null;
  if (fetchText !== null) {
    const absent = fetchedPaths(fetchText).filter((path) => !there.has(path.normalize('NFC')));
    if (absent.length > 0)
      findings.fail(
        'fetch',
        `fetch.txt says that ${absent.length} files lie elsewhere, ${told(absent[0] ?? '')} the first; nothing is fetched.`,
      );
    else
      findings.unasked('fetch', 'There is a fetch.txt; nothing is fetched, and all that it names is here.');
  }

  await checkContents(source, files, manifests, options, findings);
  return report({
    version,
    tags: tags ?? [],
    payload,
    sha256: manifests.payload.find(({ algorithm }) => algorithm === 'sha256')?.checksums ?? new Map(),
    tagManifests: manifests.tagTexts,
    unlisted: manifests.unlisted(there),
  });
}
