/** Devices that sign, with certificates of a hub's key, without a hub. */
import { randomBytes } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { uuidv7 } from '../../shared/base/ids.ts';
import type { PersonRef } from '../../shared/base/people.ts';
import { type PublicJwk, publicJwk } from '../../shared/base/public-key.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { type PacketSignature, type Signer, signPacket } from '../../shared/handoff/signature.ts';
import { NOW, zoned } from './builders.ts';

const newId = () => uuidv7(Date.parse(NOW), randomBytes(10));

export interface SigningHub {
  jwk: JWK & { kid: string };
  privateKey: CryptoKey;
}

export async function signingHub(): Promise<SigningHub> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return {
    privateKey: pair.privateKey,
    jwk: { ...(await exportJWK(pair.publicKey)), kid: newId(), alg: 'ES256' },
  };
}

export interface SigningDevice {
  person: PersonRef;
  deviceId: string;
  publicJwk: PublicJwk;
  certificate: string;
  sign: Signer;
  /** Signs the packet as `kind`, with what the test changes. */
  signed(
    packet: Packet,
    kind: PacketSignature['kind'],
    change?: Partial<Parameters<typeof signPacket>[1]>,
  ): Promise<PacketSignature>;
}

/** @param claims of the certificate, over what the hub would write; `typ` and `iss` as well */
export async function signingDevice(
  hub: SigningHub,
  who: { name: string; organisationId: string; id?: string },
  claims: { typ?: string; iss?: string; person?: string; organisation?: string | undefined } = {},
): Promise<SigningDevice> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const key = publicJwk.parse({ kty, crv, x, y });
  const person = { id: who.id ?? newId(), name: who.name };
  const deviceId = newId();
  const { typ = 'device+jwt', iss = 'partner-console-hub', ...rest } = claims;
  const certificate = await new SignJWT({
    person: person.id,
    organisation: who.organisationId,
    cnf: { jwk: key },
    ...rest,
  })
    .setProtectedHeader({ alg: 'ES256', kid: hub.jwk.kid, typ })
    .setIssuer(iss)
    .setSubject(deviceId)
    .setIssuedAt(Math.floor(Date.parse(NOW) / 1000) - 3_600)
    .sign(hub.privateKey);
  const sign: Signer = async (input) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, input));
  return {
    person,
    deviceId,
    publicJwk: key,
    certificate,
    sign,
    signed: (packet, kind, change = {}) =>
      signPacket(
        packet,
        {
          id: newId(),
          kind,
          deviceId,
          certificate,
          by: person,
          at: zoned(NOW),
          ...(kind === 'approval'
            ? { readBack: { wrong: 'Calls are missing.', asked: 'Say why.' }, waivers: [] }
            : {}),
          ...change,
        },
        sign,
      ),
  };
}
