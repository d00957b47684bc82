/** What a person's credentials are worth, from the rows that this device holds, with no network (C1). */

import { liveQuery } from 'dexie';
import type { PersonRef } from '../../shared/base/people.ts';
import { may } from '../../shared/certification/access.ts';
import { handoffTime, type Trust, trustIn } from '../../shared/certification/trust.ts';
import { openVerifier, type Verifier, verifyAll } from '../../shared/certification/verify.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { report } from '../store/report.ts';

/** Keys and lists are imported and unpacked once, as long as they stay the same. */
let opened: { of: string; verifier: Promise<Verifier> } | null = null;

/** What a verifier is made of. A row of `synced` begins with its table's name. */
const trusted = ['issuerKeys ', 'statusLists '] as const;

/** Differs once a key or a list does: by the hashes that sync keeps of rows, so that no list is read to tell. */
async function revisionOf(db: ConsoleDatabase): Promise<string> {
  const rows = await db.synced
    .where('id')
    .startsWithAnyOf([...trusted])
    .toArray();
  return rows.map(({ id, hash }) => `${id} ${hash}`).join('\n');
}

/** A verifier over the keys and status lists that came last. */
export async function readVerifier(db: ConsoleDatabase): Promise<Verifier> {
  if (opened?.of === (await revisionOf(db))) return opened.verifier;
  const [of, keys, lists] = await db.transaction('r', [db.synced, db.issuerKeys, db.statusLists], () =>
    Promise.all([revisionOf(db), db.issuerKeys.toArray(), db.statusLists.toArray()]),
  );
  // Somebody else may have been as quick.
  if (opened?.of !== of)
    opened = {
      of,
      verifier: openVerifier(
        keys,
        lists.map(({ token }) => token),
      ),
    };
  return opened.verifier;
}

async function personOf(db: ConsoleDatabase, engineer: PersonRef): Promise<PersonRef> {
  const device = await db.device.get('device');
  return device && may(device.identity, 'sign-packets')
    ? { id: device.identity.person.id, name: device.identity.person.name }
    : engineer;
}

/** Differs once a key, a list or a credential does that the trust in the person rests on. @param engineer the case's */
export async function trustRevision(db: ConsoleDatabase, engineer: PersonRef): Promise<string> {
  const { id: personId } = await personOf(db, engineer);
  const held = await db.credentials.where({ personId }).toArray();
  const states = held.map(({ id, state, stateSince }) => `${id} ${state} ${stateSince}`);
  return [await revisionOf(db), ...states].join('\n');
}

/**
 * Calls back each time that the revision is another than before.
 * @param known the revision of before the trust was read, so that nothing is missed in between
 * @returns ends it
 */
export function watchTrust(
  db: ConsoleDatabase,
  engineer: PersonRef,
  known: string,
  onChange: () => void,
): () => void {
  let before = known;
  const subscription = liveQuery(() => trustRevision(db, engineer)).subscribe({
    next: (now) => {
      if (now === before) return;
      before = now;
      onChange();
    },
    error: (error: unknown) => {
      if (db.isOpen()) report(error, 'credentials');
    },
  });
  return () => subscription.unsubscribe();
}

/**
 * The person whose credential a handoff of the case rests on: whoever works at this device, where they are an engineer;
 * otherwise the case's engineer.
 * @param engineer the case's
 */
export async function readTrust(db: ConsoleDatabase, engineer: PersonRef, now: Date): Promise<Trust> {
  const [device, person] = [await db.device.get('device'), await personOf(db, engineer)];
  const held = await db.credentials.where({ personId: person.id }).toArray();
  const knownHubTime = device?.lastHubTime ?? null;
  const deviceTime = now.toISOString();
  return trustIn(await readVerifier(db), person, held, {
    at: handoffTime({ deviceTime, knownHubTime }),
    deviceTime,
    hubTime: knownHubTime,
    unknownStatus: 'warn',
  });
}

/**
 * What each credential that is held here is worth, as one text: it differs where the gate of some case may answer otherwise, and
 * not each time that a list is signed anew.
 */
export async function heldVerdicts(db: ConsoleDatabase, now: Date): Promise<string> {
  const [held, verifier] = [await db.credentials.toArray(), await readVerifier(db)];
  const question = { at: now.toISOString(), unknownStatus: 'warn' } as const;
  const verdicts = await verifyAll(
    verifier,
    held,
    ({ token, personId }) => ({ token, question: { ...question, person: personId } }),
    { pause: () => new Promise((done) => setTimeout(done)), clock: () => performance.now() },
  );
  return held.map(({ id, personId }, i) => `${personId} ${id} ${verdicts[i]?.kind}`).join('\n');
}
