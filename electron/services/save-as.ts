/** Puts a file of the shell's where the person says: beside its place first, then renamed, so that a stick pulled out holds no half. */
import { randomUUID } from 'node:crypto';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import type { Delivered } from './bags.ts';

/** @param choose asks the person; null where they think better of it */
export async function saveAs(path: string, choose: () => Promise<string | null>): Promise<Delivered> {
  const chosen = await choose();
  if (chosen === null) return { kind: 'cancelled' };
  const partial = `${chosen}.${randomUUID().slice(0, 8)}.partial`;
  try {
    await copyFile(path, partial);
    const file = await open(partial, 'r+');
    await file.sync().finally(() => file.close());
    await rename(partial, chosen);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
  return { kind: 'saved' };
}
