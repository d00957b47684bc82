/** Which blob store a hub uses, by its configuration. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { FolderStore } from './folder-store.ts';
import type { S3Settings } from './s3-store.ts';
import type { BlobStore } from './store.ts';

export type BlobSettings = { kind: 'folder'; folder: string } | ({ kind: 's3' } & S3Settings);

/**
 * The settings that the environment gives; null where it gives none.
 * @throws Error whose message is one line, where they are incomplete
 */
export function blobSettings(environment: Readonly<Record<string, string | undefined>>): BlobSettings | null {
  const { HUB_BLOBS: folder, HUB_S3_BUCKET: bucket } = environment;
  if (folder && bucket)
    throw new Error('HUB_BLOBS and HUB_S3_BUCKET are both set. Attachments lie in one place.');
  if (folder) return { kind: 'folder', folder };
  if (!bucket) return null;
  const { HUB_S3_KEY_ID: accessKeyId, HUB_S3_SECRET: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey)
    throw new Error('HUB_S3_BUCKET needs HUB_S3_KEY_ID and HUB_S3_SECRET.');
  return {
    kind: 's3',
    bucket,
    endpoint: environment.HUB_S3_ENDPOINT || null,
    region: environment.HUB_S3_REGION || 'us-east-1',
    accessKeyId,
    secretAccessKey,
  };
}

/**
 * @param use `begin` makes a folder that is not there, as for a new hub; `look` leaves the disk as it is: a folder that is missing
 *   may be one that is not mounted
 * @throws Error whose message is one line, where a folder cannot be used
 */
export async function openBlobs(settings: BlobSettings, use: 'begin' | 'look' = 'begin'): Promise<BlobStore> {
  if (settings.kind === 's3') {
    // Loaded only where it is used: the service's library is large.
    const { S3BlobStore } = await import('./s3-store.ts');
    return new S3BlobStore(settings);
  }
  try {
    if (use === 'begin') mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
    accessSync(settings.folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (use === 'look' && code === 'ENOENT')
      throw new Error(
        `There is no folder ${settings.folder} for attachments: is it mounted, and does HUB_BLOBS name it? Nothing was changed.`,
      );
    throw new Error(`The folder for attachments, ${settings.folder}, cannot be used (${code}).`);
  }
  return new FolderStore(settings.folder);
}
