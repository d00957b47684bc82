/**
 * A console of a sample person, as the hub sees one: enrolled with a code, its own key, edits pushed, files sent, packets signed. It
 * goes by the hub's own routes, so that a sample case is one that the hub took in and not rows that were put there.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { z } from 'zod';
import { uuidv7 } from '../../shared/base/ids.ts';
import type { PersonRef } from '../../shared/base/people.ts';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { type PacketSignature, signPacket } from '../../shared/handoff/signature.ts';
import {
  ASSERTION_AUDIENCE,
  blobFinishResponse,
  ENROLMENT_PROOF_TYPE,
  enrolmentProof,
  enrolResponse,
  hubPaths,
  type Identity,
  type Mutation,
  mutationHash,
  PROTOCOL,
  pushResponse,
  SCHEMA,
  tokenResponse,
} from '../../shared/sync/protocol.ts';
import { makeEnrolmentCode } from '../issuing/devices.ts';
import type { Database } from '../store/database.ts';

export type SampleEdit = Pick<Mutation, 'table' | 'key' | 'op'> & Partial<Pick<Mutation, 'patch' | 'base'>>;

const DEVICE_NAME = 'Sample cases';
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

export class SampleConsole {
  readonly #url: string;
  readonly #privateKey: CryptoKey;
  readonly #certificate: string;
  readonly identity: Identity;
  #token = '';
  #n = 1;

  private constructor(url: string, privateKey: CryptoKey, enrolled: z.infer<typeof enrolResponse>) {
    this.#url = url;
    this.#privateKey = privateKey;
    this.#certificate = enrolled.certificate;
    this.identity = enrolled.identity;
  }

  /** @param url of the running hub, whose database it is. Its key is gone with this process. */
  static async enrol(url: string, database: Database, personId: string): Promise<SampleConsole> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const { x = '', y = '' } = await exportJWK(pair.publicKey);
    const publicKey: PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
    const { code } = await makeEnrolmentCode(database, personId);
    const proof = await new CompactSign(
      new TextEncoder().encode(enrolmentProof({ code, deviceName: DEVICE_NAME })),
    )
      .setProtectedHeader({ alg: 'ES256', typ: ENROLMENT_PROOF_TYPE })
      .sign(pair.privateKey);
    const body = JSON.stringify({ code, deviceName: DEVICE_NAME, publicKey, proof });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + hubPaths.enrol, { method: 'POST', headers, body });
    const enrolled = enrolResponse.parse(await bodyOf(answer));
    const console = new SampleConsole(url, pair.privateKey, enrolled);
    await console.#signIn();
    return console;
  }

  get person(): PersonRef {
    return { id: this.identity.person.id, name: this.identity.person.name };
  }

  async #signIn(): Promise<void> {
    const { deviceId } = this.identity;
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setIssuer(deviceId)
      .setSubject(deviceId)
      .setAudience(ASSERTION_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('60s')
      .setJti(randomUUID())
      .sign(this.#privateKey);
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
    this.#token = tokenResponse.parse(await this.#post(hubPaths.token, grant)).access_token;
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` };
    return bodyOf(await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  /** @throws Error where the hub refuses any of them */
  async push(edits: readonly SampleEdit[]): Promise<void> {
    const mutations = edits.map((edit) => {
      const whole = {
        id: newId(),
        baseVersion: null,
        patch: {},
        base: {},
        blobs: typeof edit.patch?.sha256 === 'string' ? [edit.patch.sha256] : [],
        at: new Date().toISOString(),
        ...edit,
      };
      return { ...whole, n: this.#n++, hash: mutationHash(whole) };
    });
    const { deviceId } = this.identity;
    const { results } = pushResponse.parse(
      await this.#post(hubPaths.push, { protocol: PROTOCOL, schema: SCHEMA, device: deviceId, mutations }),
    );
    for (const result of results)
      if (result.outcome === 'rejected')
        throw new Error(
          `the hub refused the sample’s ${mutations[result.n - (mutations[0]?.n ?? 0)]?.table}: ${result.rejection.message} ${JSON.stringify(result.rejection.findings ?? [])}`,
        );
  }

  /** Sends a file as consoles do. @returns its hash */
  async send(bytes: Buffer): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const authorization = `Bearer ${this.#token}`;
    const begun = await fetch(this.#url + hubPaths.uploads, {
      method: 'POST',
      headers: {
        ...{ authorization, 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length) },
        'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
      },
    });
    const upload = begun.headers.get('location')?.split('/').at(-1);
    if (!begun.ok || !upload) throw new Error(`the hub began no upload (${begun.status})`);
    const sent = await fetch(`${this.#url}${hubPaths.uploads}/${upload}`, {
      method: 'PATCH',
      headers: {
        ...{ authorization, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes),
    });
    if (!sent.ok) throw new Error(`the hub took no file (${sent.status})`);
    const finish = { protocol: PROTOCOL, schema: SCHEMA, device: this.identity.deviceId, upload };
    return blobFinishResponse.parse(await this.#post(hubPaths.blobFinish, finish)).sha256;
  }

  /** Signs a packet as its engineer, or as the lead who approves it, in whose own words it is then. */
  sign(
    packet: Packet,
    at: PacketSignature['at'],
    readBack: PacketSignature['readBack'] = null,
  ): Promise<PacketSignature> {
    const start = {
      ...{ id: newId(), kind: readBack === null ? ('engineer' as const) : ('approval' as const) },
      ...{ deviceId: this.identity.deviceId, certificate: this.#certificate, by: this.person },
      ...{ at, readBack, waivers: [] },
    };
    return signPacket(
      packet,
      start,
      async (input) => new Uint8Array(await crypto.subtle.sign(SIGNING, this.#privateKey, input)),
    );
  }
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the hub answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
