/** A publisher of the tests: a key, and installers that it signs. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signUpdate } from '../../electron/services/update-file.ts';
import { UPDATE_TYPE, type UpdateManifest } from '../../shared/sync/releases.ts';

export interface Publisher {
  /** As updateKey in electron-builder.yml. */
  publicText: string;
  privateKey: KeyObject;
}

/** A publisher with a key of its own. */
export function aPublisher(): Publisher {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicText: String(publicKey.export({ format: 'jwk' }).x), privateKey };
}

/** What is said of an installer of these bytes; of a deb for Linux, where nothing else is said. */
export function manifestOf(
  bytes: Uint8Array,
  version: string,
  more: Partial<UpdateManifest> = {},
): UpdateManifest {
  return {
    type: UPDATE_TYPE,
    version,
    minimum: '0.0.0',
    platform: 'linux',
    arch: 'x64',
    file: `partner-console_${version}_amd64.deb`,
    size: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...more,
  };
}

/** Puts an installer and its signed file into a folder. @returns the signed file's path */
export function publish(
  by: Publisher,
  folder: string,
  bytes: Uint8Array,
  version: string,
  more: Partial<UpdateManifest> = {},
): string {
  const manifest = manifestOf(bytes, version, more);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, manifest.file), bytes);
  const signed = join(folder, `${manifest.file}.update`);
  writeFileSync(signed, signUpdate(manifest, by.privateKey));
  return signed;
}
