/** What a person's credentials are worth, from the rows that this device holds, with no network (C1). */
import type { PersonRef } from '../../shared/cases/schema.ts';
import { handoffTime, type Trust, trustIn } from '../../shared/certification/trust.ts';
import { openVerifier, type Verifier } from '../../shared/certification/verify.ts';
import type { ConsoleDatabase } from './database.ts';

/** Keys and lists are imported and unpacked once, as long as they stay the same. */
let opened: { of: string; verifier: Promise<Verifier> } | null = null;

/** A verifier over the keys and status lists that came last. */
export async function readVerifier(db: ConsoleDatabase): Promise<Verifier> {
  const [keys, lists] = [await db.issuerKeys.toArray(), await db.statusLists.toArray()];
  const tokens = lists.map(({ token }) => token);
  const of = JSON.stringify([keys, tokens]);
  if (opened?.of !== of) opened = { of, verifier: openVerifier(keys, tokens) };
  return opened.verifier;
}

/**
 * The person whose credential a handoff of the case rests on: whoever works at this device, where they are an engineer;
 * otherwise the case's engineer.
 * @param engineer the case's
 */
export async function readTrust(db: ConsoleDatabase, engineer: PersonRef, now: Date): Promise<Trust> {
  const device = await db.device.get('device');
  const person = device?.identity.roles.includes('engineer')
    ? { id: device.identity.person.id, name: device.identity.person.name }
    : engineer;
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
