/** Writes a bag (RFC 8493, version 1.0) into a zip, in one pass: files are hashed as they are written, manifests come last. */
import { type ByteStream, type Control, type Platform, streamOf, utf8 } from './bytes.ts';
import { writeManifest } from './manifests.ts';
import { type Tag, writeTags } from './tag-files.ts';
import { type ZipSink, ZipWriter } from './zip/writer.ts';

/** One file of the payload. */
export interface BagItem {
  /** Below `data/`, with it. */
  path: string;
  size: number;
  open(): ByteStream;
  /** What its SHA-256 has to be, where it is known. */
  sha256?: string;
}

/** A file is not what it was when its hash was taken. */
export class ChangedFile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} is damaged on this computer: it no longer fits its hash`);
    this.path = path;
  }
}

const ALGORITHMS = ['sha256', 'sha512'] as const;

export interface BagPlan {
  /** The folder in the zip that holds the bag. */
  base: string;
  items: readonly BagItem[];
  /** Of `bag-info.txt`; Payload-Oxum is added. */
  tags: readonly Tag[];
  /** The instant of writing, ISO 8601 in UTC. */
  at: string;
}

type Sums = Record<(typeof ALGORITHMS)[number], Map<string, string>>;

/**
 * Writes the bag.
 * @returns bytes of the zip
 * @throws ChangedFile, WrongSize, Cancelled, and what sink and streams throw
 */
export async function writeBag(
  sink: ZipSink,
  plan: BagPlan,
  platform: Platform,
  control: Control = {},
): Promise<number> {
  const zip = new ZipWriter(sink, { platform, at: plan.at, control });
  const total = plan.items.reduce((sum, { size }) => sum + size, 0);
  const payload: Sums = { sha256: new Map(), sha512: new Map() };
  const tags: Sums = { sha256: new Map(), sha512: new Map() };
  let done = 0;

  async function add(path: string, size: number, bytes: ByteStream, sums: Sums | null): Promise<void> {
    const hashers = ALGORITHMS.map((algorithm) => platform.hasher(algorithm));
    await zip.add(`${plan.base}/${path}`, size, bytes, (chunk) => {
      for (const hasher of hashers) hasher.update(chunk);
      if (sums !== payload) return;
      done += chunk.length;
      control.progress?.(done, total);
    });
    ALGORITHMS.forEach((algorithm, index) => {
      sums?.[algorithm].set(path, hashers[index]?.digest() ?? '');
    });
  }
  const addTag = (path: string, text: string, sums: Sums | null) => {
    const bytes = utf8(text);
    return add(path, bytes.length, streamOf(bytes), sums);
  };

  await addTag('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n', tags);
  const oxum = { label: 'Payload-Oxum', value: `${total}.${plan.items.length}` };
  await addTag('bag-info.txt', writeTags([...plan.tags, oxum]), tags);
  for (const item of plan.items) {
    await add(item.path, item.size, item.open(), payload);
    if (item.sha256 !== undefined && payload.sha256.get(item.path) !== item.sha256)
      throw new ChangedFile(item.path);
  }
  for (const algorithm of ALGORITHMS)
    await addTag(`manifest-${algorithm}.txt`, writeManifest(payload[algorithm]), tags);
  for (const algorithm of ALGORITHMS)
    await addTag(`tagmanifest-${algorithm}.txt`, writeManifest(tags[algorithm]), null);
  return zip.finish();
}
