/** A publisher's files on the operator's disk, proved, and their way into the hub's store. */
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Upload } from '@tus/server';
import { strictBytes } from '../../shared/certification/strict.ts';
import {
  MOST_UPDATE_CHARACTERS,
  partsOfSigned,
  UPDATE_ENDING,
  type UpdateManifest,
} from '../../shared/sync/releases.ts';
import type { BlobStore } from '../blobs/store.ts';
import { ReleaseProblem } from './releases.ts';

/** The folder of the store that they lie in, and how their uploads begin: no organisation is called so. */
const PLACE = 'releases';
const STEP_BYTES = 1024 * 1024;
const KEY_BYTES = 32;

/** Whether an upload in the store is an installer's: nothing of a device's, and no row names it. */
export function isInstallers(upload: string): boolean {
  return upload.startsWith(`${PLACE}_`);
}

function isSignedBy(key: string, parts: { signed: string; signature: Uint8Array }): boolean {
  if (strictBytes(key)?.length !== KEY_BYTES)
    throw new ReleaseProblem(
      `--key ${key} is no publisher's key: it is 43 characters, as updateKey in electron-builder.yml.`,
    );
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  return verify(null, Buffer.from(parts.signed), publicKey, parts.signature);
}

/**
 * Reads the signed file and proves the installer that lies beside it.
 * @param key the publisher's public key; null where the operator leaves the signature to the consoles
 * @throws ReleaseProblem
 */
export async function proveInstaller(
  name: string,
  key: string | null,
): Promise<{ manifest: UpdateManifest; signed: string; path: string }> {
  const signedPath = resolve(name);
  if (!signedPath.endsWith(UPDATE_ENDING))
    throw new ReleaseProblem(
      `Name the publisher's signed file, which ends in ${UPDATE_ENDING}; its installer lies beside it.`,
    );
  const unreadable = (path: string) => (error: NodeJS.ErrnoException) => {
    throw new ReleaseProblem(`${path} cannot be read (${error.code}).`);
  };
  const { size: length } = await stat(signedPath).catch(unreadable(signedPath));
  const text =
    length > MOST_UPDATE_CHARACTERS ? '' : await readFile(signedPath, 'utf8').catch(unreadable(signedPath));
  const parts = partsOfSigned(text);
  if (!parts) throw new ReleaseProblem(`${signedPath} is not what npm run sign-update writes.`);
  if (key !== null && !isSignedBy(key, parts))
    throw new ReleaseProblem(
      `${signedPath} is not signed by the publisher's key that you gave, or it was changed since.`,
    );
  const { manifest } = parts;
  const path = join(dirname(signedPath), manifest.file);
  const { size } = await stat(path).catch(unreadable(path));
  if (size !== manifest.size)
    throw new ReleaseProblem(
      `${path} has ${size} bytes in the place of ${manifest.size}: it is not the file that was signed.`,
    );
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: STEP_BYTES }))
    hash.update(piece as Buffer);
  if (hash.digest('hex') !== manifest.sha256)
    throw new ReleaseProblem(`${path} is not the file that was signed: its content is another.`);
  return { manifest, signed: text.trim(), path };
}

/**
 * Copies a proved installer into the store, where its bytes are hashed once more. What a try that was cut left of it goes; one that is
 * served meanwhile stays as it is until the new one is there.
 * @returns where it lies
 * @throws ReleaseProblem where it was changed meanwhile
 */
export async function storeInstaller(
  store: BlobStore,
  path: string,
  { sha256, size }: UpdateManifest,
): Promise<string> {
  const begins = `${PLACE}_${sha256}_`;
  for (const left of await store.uploads()) if (left.startsWith(begins)) await store.discard(left);
  const upload = `${begins}${randomUUID()}`;
  await store.incoming.create(new Upload({ id: upload, size, offset: 0 }));
  await store.receive(upload, 0, createReadStream(path, { highWaterMark: STEP_BYTES }));
  if ((await store.hashOf(upload)) !== sha256) {
    await store.discard(upload);
    throw new ReleaseProblem(`${path} was changed while it was copied. Try again.`);
  }
  await store.flush(upload);
  return store.keep(upload, { organisation: PLACE, sha256 });
}
