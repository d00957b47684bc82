import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDeviceCertificate } from '../../../shared/handoff/device-certificate.ts';
import { verifyPacket } from '../../../shared/handoff/packet-checks.ts';
import { type PacketSignature, type Signer, signPacket } from '../../../shared/handoff/signature.ts';
import type { HubPublicKey } from '../../../shared/handoff/trust.ts';
import { failed } from '../../helpers/bags.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { completeContents, packetOf } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const signerOf =
  (device: TestDevice): Signer =>
  async (input) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, device.privateKey, input));
const at = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });
describe('signatures at the hub', () => {
  test('[PK4] [H37] its certificates say whose a signature is, to whoever has its key and nothing else of it', async () => {
    const engineer = await TestDevice.enrol(hub, sample.people.engineer.id);
    const lead = await TestDevice.enrol(hub, sample.people.lead.id);
    const keys = (
      await sql<{ kid: string; public_key: HubPublicKey }>(
        hub.databaseUrl,
        'SELECT kid, public_key FROM hub_keys',
      )
    ).map(({ kid, public_key }) => ({ ...public_key, kid }));
    expect(await readDeviceCertificate(lead.certificate, keys)).toMatchObject({
      ok: true,
      certificate: {
        deviceId: lead.identity.deviceId,
        personId: lead.identity.person.id,
        organisationId: lead.identity.organisation.id,
      },
    });

    const contents = completeContents(engineer);
    const packet = packetOf(engineer, contents);
    const sign = (device: TestDevice, kind: PacketSignature['kind']) =>
      signPacket(
        packet,
        {
          id: newId(),
          kind,
          deviceId: device.identity.deviceId,
          certificate: device.certificate,
          by: device.person,
          at: at(),
          ...(kind === 'approval' ? { readBack: { wrong: 'What is wrong.', asked: 'What is asked.' } } : {}),
        },
        signerOf(device),
      );
    const [own, approval] = [await sign(engineer, 'engineer'), await sign(lead, 'approval')];
    const people: [] = [];
    const context = { trust: { hub: { keys }, people, revokedDevices: [] }, now: at().at, newestRevision: 1 };
    expect(failed(await verifyPacket(packet, [own, approval], context))).toEqual([]);
  });
});
