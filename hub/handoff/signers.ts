/** Whose a signature is: the device that made it, as the hub enrolled it, and the person behind it (H36). */

import type { PublicJwk } from '../../shared/base/public-key.ts';
import { may, type Role } from '../../shared/certification/access.ts';
import { findingOf } from '../../shared/handoff/rule.ts';
import type { MadeFinding, Packet } from '../../shared/handoff/schema.ts';
import { type Sentence, say } from '../../shared/handoff/sentence.ts';
import { type PacketSignature, packetHash, verifySignature } from '../../shared/handoff/signature.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { once } from '../once.ts';
import type { EditContext } from '../push/batch.ts';
import type { Transaction } from '../store/database.ts';
import { signaturesOf } from './accepted-packets.ts';

export interface SignerDevice {
  publicKey: PublicJwk;
  roles: readonly Role[];
}

/** The device of a signature, with the person's roles; in words what does not fit. */
export async function signerOf(
  client: Transaction,
  organisationId: string,
  signature: PacketSignature,
): Promise<{ ok: true; device: SignerDevice } | { ok: false; words: string }> {
  const { rows } = await client.query<{
    public_key: PublicJwk;
    certificate: string;
    revoked: boolean;
    person_id: string;
    organisation_id: string;
    roles: Role[];
  }>(
    `SELECT d.public_key, d.certificate, d.revoked_at IS NOT NULL AS revoked, p.id AS person_id, p.organisation_id, p.roles
       FROM devices d JOIN people p ON p.id = d.person_id WHERE d.id = $1`,
    [signature.deviceId],
  );
  const [row] = rows;
  if (!row || row.organisation_id !== organisationId)
    return { ok: false, words: 'The signature is of a device that this organisation does not have.' };
  if (row.person_id !== signature.by.id)
    return { ok: false, words: 'The signature names another person than its device’s.' };
  if (row.certificate !== signature.certificate)
    return { ok: false, words: 'The signature’s certificate is not the one that the hub gave the device.' };
  if (row.revoked) return { ok: false, words: 'The device that signed was revoked.' };
  return { ok: true, device: { publicKey: row.public_key, roles: row.roles } };
}

/**
 * The signatures that are over this very packet, by the keys that the hub knows. A device that was ended since signed it all the same.
 * @param sent the packet as it was sent, which is what is signed
 */
export async function fittingSignatures(
  client: Transaction,
  sent: Record<string, unknown>,
  signatures: readonly PacketSignature[],
): Promise<PacketSignature[]> {
  const packet = sent as unknown as Packet;
  const { rows } = await client.query<{ id: string; public_key: PublicJwk }>(
    'SELECT id, public_key FROM devices WHERE id = ANY($1)',
    [signatures.map(({ deviceId }) => deviceId)],
  );
  const keys = new Map(rows.map((row) => [row.id, row.public_key]));
  const hash = once(() => packetHash(packet));
  const fitting: PacketSignature[] = [];
  for (const each of signatures) {
    const key = keys.get(each.deviceId);
    if (key && (await verifySignature(packet, each, key, hash)).ok) fitting.push(each);
  }
  return fitting;
}

/** How far a clock may be off for what it signs to stand. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Why a signature cannot have been made when it says, in words; null where it can: not before its packet, and not after now.
 * @param madeAt when the packet says that it was made; null where the packet has not come yet
 */
export function validateSignedTime(
  { at }: Pick<PacketSignature, 'at'>,
  madeAt: string | null,
  now: Date,
): string | null {
  const signed = Date.parse(at.at);
  if (signed > now.getTime() + TOLERANCE_MS)
    return 'The signature is dated after now, by the hub’s clock. Set this computer’s clock, sync, and sign again.';
  if (madeAt !== null && signed < Date.parse(madeAt) - TOLERANCE_MS)
    return 'The signature is dated before its packet was made. Sync, so that the console knows the hub’s time, and sign again.';
  return null;
}

const unsigned = { id: 'H36', part: 'papers', severity: 'blocker', clause: null } as const;

/** H36: an engineer's device signed this very packet, for the person that it names: which; or the finding where none did. */
export async function signingDevice(
  { client, scope, identity, now }: EditContext,
  packet: Packet,
  sent: Mutation['patch'],
): Promise<{ ok: true; deviceId: string } | { ok: false; finding: MadeFinding }> {
  let why: { code: string; message: Sentence } = {
    code: 'not-signed',
    message: say`No device of its engineer signed the packet`,
  };
  // What is wrong with a signature is told in the words of whoever looked at it.
  const because = (code: string, words: string) => ({ code, message: say`${{ why: words }}` });
  const hash = once(() => packetHash(sent as unknown as Packet));
  for (const signature of await signaturesOf(client, scope, packet.id)) {
    if (signature.kind !== 'engineer' || signature.by.id !== packet.by.id) continue;
    const signer = await signerOf(client, identity.organisation.id, signature);
    const otherTime = validateSignedTime(signature, packet.createdAt.at, now());
    if (!signer.ok) why = because('signer-not-known', signer.words);
    else if (otherTime) why = because('signed-at-impossible-time', otherTime);
    else if (!may(signer.device, 'sign-packets'))
      why = { code: 'signer-is-no-engineer', message: say`Whoever signed the packet is no engineer` };
    else {
      // Over what was sent, as the digest is.
      const answer = await verifySignature(
        sent as unknown as Packet,
        signature,
        signer.device.publicKey,
        hash,
      );
      if (answer.ok) return { ok: true, deviceId: signature.deviceId };
      why = because('signature-does-not-fit', answer.words);
    }
  }
  const finding = findingOf(unsigned, {
    ...why,
    fix: say`Hand off again from a console that is up to date: it signs the packet with this computer’s key.`,
    where: { table: 'packets', id: packet.id, field: null },
  });
  return { ok: false, finding };
}
