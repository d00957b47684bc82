/** Puts a file of the shell's where the person says: beside its place first, then renamed, so that a stick pulled out holds no half. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { CallOutput } from '../../shared/bridge/contract.ts';

const STEP_BYTES = 1024 * 1024;

/** What became of a file that was handed to the person. */
export type Delivered = Extract<CallOutput<'bag.save'>, { ok: true }>['value'];

/** What a file has to be when it reaches the person, who is told how far it is, and what ends it. */
export interface Proof {
  sha256: string;
  tell: (done: number) => void;
  stopped: AbortSignal;
}

/** Hands a file to the person under a name. @throws NotTheFile where it does not pass its proof; then they have nothing of it */
export type Deliver = (path: string, name: string, proof?: Proof) => Promise<Delivered>;

/** The file on the disk is not the one that its hash names. */
export class NotTheFile extends Error {}

/**
 * Reads the file to its end, a piece at a time, and has `take` write each piece.
 * @throws NotTheFile where its hash is another
 */
async function proven(
  path: string,
  proof: Proof,
  take: ((path: AsyncIterable<Buffer>) => Promise<void>) | null,
) {
  const { sha256, tell, stopped } = proof;
  const hash = createHash('sha256');
  async function* pieces(): AsyncGenerator<Buffer> {
    let done = 0;
    for await (const piece of createReadStream(path, { highWaterMark: STEP_BYTES, signal: stopped })) {
      hash.update(piece as Buffer);
      done += (piece as Buffer).length;
      tell(done);
      yield piece as Buffer;
    }
  }
  if (take) await take(pieces());
  else for await (const _piece of pieces());
  if (hash.digest('hex') !== sha256) throw new NotTheFile('the file does not fit its hash');
}

/** Whether the file is what its proof says, before it is offered in a way that cannot be taken back. @throws NotTheFile */
export function prove(path: string, proof: Proof): Promise<void> {
  return proven(path, proof, null);
}

/**
 * @param choose asks the person; null where they think better of it
 * @param proof where given, the copy takes its name only after it passed
 */
export async function saveAs(
  path: string,
  choose: () => Promise<string | null>,
  proof?: Proof,
): Promise<Delivered> {
  const chosen = await choose();
  if (chosen === null) return { kind: 'cancelled' };
  const partial = `${chosen}.${randomUUID().slice(0, 8)}.partial`;
  try {
    if (proof)
      await proven(path, proof, (pieces) => pipeline(pieces, createWriteStream(partial, { flags: 'wx' })));
    else await copyFile(path, partial);
    const file = await open(partial, 'r+');
    await file.sync().finally(() => file.close());
    await rename(partial, chosen);
  } catch (error) {
    // Unreported: the error that led here is thrown.
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
  return { kind: 'saved' };
}
