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

/** @throws Error whose message is one line, where a folder cannot be used */
export async function openBlobs(settings: BlobSettings): Promise<BlobStore> {
  if (settings.kind === 's3') {
    // Loaded only where it is used: the service's library is large.
    const { S3BlobStore } = await import('./s3-store.ts');
    return new S3BlobStore(settings);
  }
  try {
    mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
    accessSync(settings.folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The folder for attachments, ${settings.folder}, cannot be used (${code}).`);
  }
  return new FolderStore(settings.folder);
}
