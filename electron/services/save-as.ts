/**
 * Puts what the shell keeps where the person says, in clear: it is theirs there. Beside its place first, then renamed, so that a stick pulled
 * out holds no half.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { CallOutput } from '../../shared/bridge/contract.ts';
import { type OpenContent, streamFrom } from './content.ts';

/** What became of a file that was handed to the person. */
export type Delivered = Extract<CallOutput<'bag.save'>, { ok: true }>['value'];

/** What a file has to be when it reaches the person, who is told how far it is, and what ends it. */
export interface Proof {
  sha256: string;
  tell: (done: number) => void;
  stopped: AbortSignal;
}

/** Hands a file to the person under a name. @throws NotTheFile where it does not pass its proof; then they have nothing of it */
export type Deliver = (open: OpenContent, name: string, proof?: Proof) => Promise<Delivered>;

/** The file on the disk is not the one that its hash names. */
export class NotTheFile extends Error {}

/**
 * The content a piece at a time, as long as nothing stops it.
 * @throws NotTheFile behind the last piece where its hash is another
 */
async function* proven(open: OpenContent, { sha256, tell, stopped }: Proof): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const piece of streamFrom(open)) {
    stopped.throwIfAborted();
    hash.update(piece);
    done += piece.length;
    tell(done);
    yield piece;
  }
  stopped.throwIfAborted();
  if (hash.digest('hex') !== sha256) throw new NotTheFile('the file does not fit its hash');
}

/** Whether the file is what its proof says, before it is offered in a way that cannot be taken back. @throws NotTheFile */
export async function prove(open: OpenContent, proof: Proof): Promise<void> {
  for await (const _piece of proven(open, proof));
}

/**
 * @param choose asks the person; null where they think better of it
 * @param proof where given, the copy takes its name only after it passed
 */
export async function saveAs(
  from: OpenContent,
  choose: () => Promise<string | null>,
  proof?: Proof,
): Promise<Delivered> {
  const chosen = await choose();
  if (chosen === null) return { kind: 'cancelled' };
  const partial = `${chosen}.${randomUUID().slice(0, 8)}.partial`;
  try {
    const pieces = proof ? proven(from, proof) : streamFrom(from);
    await pipeline(pieces, createWriteStream(partial, { flags: 'wx' }));
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
