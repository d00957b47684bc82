/** What a device that was ended has not sent: counted, handed over, and deleted here (security 29). */
import { t } from '@lingui/core/macro';
import type { Answer, Bridge } from '../../shared/bridge/contract.ts';
import { type LeftFile, MOST_LEFT_FILES } from '../../shared/sync/device-end.ts';
import { MAX_PUSH, type Mutation } from '../../shared/sync/protocol.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { mutationOf } from '../store/write.ts';
import { heldOriginals } from './held-originals.ts';
import { type SignInParts, signIn } from './sign-in.ts';
import { filesHere } from './transfers.ts';

/** Characters of a piece, well below what the hub takes at once. */
const PIECE = 4 * 1024 * 1024;

export interface Unsent {
  /** Edits that wait, and those that the hub refused and nobody decided about. */
  edits: number;
  /** Files that are on this computer and not at the hub: originals that are held, too. */
  files: LeftFile[];
}

/** Edits that wait, in order; before them those that were refused, which lie under lower numbers. */
async function unsentEdits(db: ConsoleDatabase): Promise<Mutation[]> {
  const [refused, waiting] = await Promise.all([
    db.rejectedEdits.toArray(),
    db.outbox.orderBy('n').toArray(),
  ]);
  return [...refused.map(({ edit }) => edit), ...waiting.map(mutationOf)].sort((a, b) => a.n - b.n);
}

/** What was not sent, as it stands now. */
export async function readUnsent(db: ConsoleDatabase, bridge: Bridge): Promise<Unsent> {
  const sent = new Set(await db.transfers.where('state').equals('sent').primaryKeys());
  const held = await heldOriginals(db);
  const files = new Map<string, LeftFile>();
  for (const { caseId, name, sha256, size } of await db.attachments.toArray())
    if (!sent.has(sha256) || held.has(sha256)) files.set(sha256, { caseId, name, sha256, size });
  for (const { caseId, name, sha256, size } of await db.heldFiles.toArray())
    if (held.has(sha256)) files.set(sha256, { caseId, name, sha256, size });
  const here = await filesHere(bridge, [...files.values()]);
  return {
    edits: (await unsentEdits(db)).length,
    // Where the shell does not say, all are shown: none is wiped unseen.
    files: [...files.values()].filter(({ sha256 }) => here === null || here.has(sha256)),
  };
}

/**
 * Gives the hub all edits that were not sent, in pieces, and tells it which files stay behind. A piece that it had before is the same.
 * @param tell how many are there
 */
export async function handOver(
  parts: SignInParts,
  { files }: Unsent,
  tell: (handed: number) => void,
): Promise<Answer<{ kept: number }>> {
  const { db, bridge } = parts;
  const device = await db.device.get('device');
  if (!device) return failure('not-enrolled', t`This computer holds no device.`);
  // The hub answers that the device was ended, and by that what may be handed over.
  const told = await signIn(parts, device);
  if (told.ok)
    return failure('not-ended', t`The hub takes this computer as one that goes on. Start the console again.`);
  if (told.failure.code !== 'device-ended') return { ok: false, failure: told.failure };
  const edits = await unsentEdits(db);
  for (let from = 0; ; ) {
    let size = 0;
    const piece = edits.slice(from, from + MAX_PUSH).filter((edit, index) => {
      size += JSON.stringify(edit).length;
      return index === 0 || size <= PIECE;
    });
    from += piece.length;
    const isLast = from >= edits.length;
    const answer = await bridge.call('ending.hand', {
      mutations: piece,
      done: isLast ? { left: files.slice(0, MOST_LEFT_FILES) } : null,
    });
    if (!answer.ok || isLast) return answer;
    tell(from);
  }
}

function failure(
  code: string,
  message: string,
): { ok: false; failure: { kind: 'refused'; code: string; message: string } } {
  return { ok: false, failure: { kind: 'refused', code, message } };
}

function deleted(name: string): Promise<void> {
  return new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => done();
    request.onerror = () => failed(request.error);
    // Another window lets go of it as soon as it hears of the wiping.
  });
}

/** All that the page keeps: databases, and what lies beside them. The session of the tab stays, by which it talks to its shell. */
export async function wipePage(): Promise<void> {
  localStorage.clear();
  for (const { name } of await indexedDB.databases()) if (name !== undefined) await deleted(name);
}
