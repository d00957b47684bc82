/** A device as the hub sees one: real keys, real requests. Keeps its count of edits, so that tests only say what they edit. */
import { randomBytes, randomUUID } from 'node:crypto';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { uuidv7 } from '../../shared/base/ids.ts';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import {
  ASSERTION_AUDIENCE,
  type Cursor,
  ENROLMENT_PROOF_TYPE,
  enrolmentProof,
  enrolResponse,
  hubPaths,
  type Identity,
  type Mutation,
  mutationHash,
  PROTOCOL,
  type PulledRow,
  type PullResponse,
  type PushResponse,
  pullResponse,
  pushResponse,
  SCHEMA,
  tokenResponse,
} from '../../shared/sync/protocol.ts';
import type { TestHub } from './hub.ts';

export interface HubAnswer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** A fresh id, as a device makes one. */
export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

export type Edit = Pick<Mutation, 'table' | 'key' | 'op'> & Partial<Omit<Mutation, 'n' | 'hash'>>;

/** The edit that adds this row. */
export const insertOf = (table: string, row: { id: string }): Edit => ({
  table,
  key: row.id,
  op: 'insert',
  patch: row as Mutation['patch'],
});

/** Pushes these. @returns of each what the hub says: its outcome, or the code of its refusal */
export const outcomes = async (device: TestDevice, ...edits: Edit[]): Promise<string[]> =>
  (await device.push(...edits)).results.map((each) =>
    each.outcome === 'rejected' ? each.rejection.code : each.outcome,
  );

/** A request with a JSON body; `path` may be any. */
export async function request(
  url: string,
  path: string,
  options: { body?: unknown; token?: string; method?: string } = {},
): Promise<HubAnswer> {
  const response = await fetch(url + path, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body:
      text !== '' && /^application\/json/.test(response.headers.get('content-type') ?? '')
        ? JSON.parse(text)
        : text,
  };
}

/** That who enrols holds the key, as a console signs it. */
export function proofOf(
  privateKey: CryptoKey,
  enrolling: { code: string; deviceName: string },
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(enrolmentProof(enrolling)))
    .setProtectedHeader({ alg: 'ES256', typ: ENROLMENT_PROOF_TYPE })
    .sign(privateKey);
}

/** What of a hub enrolment needs. */
export type EnrolmentHub = Pick<TestHub, 'url' | 'enrolmentCode'>;

/** What a device keeps of itself. */
export interface KeptDevice {
  identity: Identity;
  certificate: string;
  publicKey: PublicJwk;
  privateJwk: JWK;
  nextN: number;
}

export class TestDevice {
  readonly hub: EnrolmentHub;
  readonly identity: Identity;
  readonly certificate: string;
  readonly publicKey: PublicJwk;
  readonly privateKey: CryptoKey;
  /** Where requests go; another hub on the same database serves as well. */
  url: string;
  token = '';
  /** The next edit's number. */
  nextN = 1;

  private constructor(
    hub: EnrolmentHub,
    enrolled: { identity: Identity; certificate: string },
    keys: { publicKey: PublicJwk; privateKey: CryptoKey },
  ) {
    this.hub = hub;
    this.url = hub.url;
    this.identity = enrolled.identity;
    this.certificate = enrolled.certificate;
    this.publicKey = keys.publicKey;
    this.privateKey = keys.privateKey;
  }

  /** Enrols a new device for the person with a fresh code, and gets its first token. */
  static async enrol(hub: EnrolmentHub, personId: string, deviceName = 'Test device'): Promise<TestDevice> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const { x = '', y = '' } = await exportJWK(pair.publicKey);
    const publicKey: PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
    const code = await hub.enrolmentCode(personId);
    const proof = await proofOf(pair.privateKey, { code, deviceName });
    const answer = await request(hub.url, hubPaths.enrol, { body: { code, deviceName, publicKey, proof } });
    if (answer.status !== 200)
      throw new Error(`not enrolled: ${answer.status} ${JSON.stringify(answer.body)}`);
    const device = new TestDevice(hub, enrolResponse.parse(answer.body), {
      publicKey,
      privateKey: pair.privateKey,
    });
    await device.authenticate();
    return device;
  }

  /** A device that was enrolled before, as it kept itself, with a fresh token. */
  static async kept(hub: EnrolmentHub, device: KeptDevice): Promise<TestDevice> {
    const privateKey = (await importJWK(device.privateJwk, 'ES256')) as CryptoKey;
    const again = new TestDevice(hub, device, { publicKey: device.publicKey, privateKey });
    again.nextN = device.nextN;
    await again.authenticate();
    return again;
  }

  get organisationScope(): string {
    return `org:${this.identity.organisation.id}`;
  }

  get person(): { id: string; name: string } {
    return { id: this.identity.person.id, name: this.identity.person.name };
  }

  /** A signed assertion; `claims` replaces or (undefined) removes claims. */
  async assertion(
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const { deviceId } = this.identity;
    const iat = Math.floor(Date.now() / 1000);
    const standard = {
      iss: deviceId,
      sub: deviceId,
      aud: ASSERTION_AUDIENCE,
      iat,
      exp: iat + 60,
      jti: randomUUID(),
    };
    return new SignJWT({ ...standard, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', ...header })
      .sign(this.privateKey);
  }

  exchange(assertion: string): Promise<HubAnswer> {
    return request(this.url, hubPaths.token, {
      body: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
    });
  }

  /** Where only the clock is off, it signs again with the hub's time, as a console does. */
  async authenticate(): Promise<void> {
    let answer = await this.exchange(await this.assertion());
    if ((answer.body as { code?: string }).code === 'clock') {
      const { hubTime } = (await request(this.url, hubPaths.health)).body as { hubTime: string };
      const iat = Math.floor(Date.parse(hubTime) / 1000);
      answer = await this.exchange(await this.assertion({ iat, exp: iat + 60 }));
    }
    if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.token = tokenResponse.parse(answer.body).access_token;
  }

  /** An edit with the next number and its hash. */
  mutation(edit: Edit): Mutation {
    const whole = {
      id: newId(),
      baseVersion: null,
      patch: {},
      base: {},
      blobs: [],
      at: new Date().toISOString(),
      ...edit,
    };
    return { ...whole, n: this.nextN++, hash: mutationHash(whole) };
  }

  /** Sends these edits as they are, and answers whatever the hub says. */
  send(mutations: readonly Mutation[]): Promise<HubAnswer> {
    return request(this.url, hubPaths.push, {
      token: this.token,
      body: { protocol: PROTOCOL, schema: SCHEMA, mutations },
    });
  }

  /** Makes edits of these, sends them, and expects the hub to take the batch. */
  async push(...edits: Edit[]): Promise<PushResponse> {
    const answer = await this.send(edits.map((edit) => this.mutation(edit)));
    if (answer.status !== 200) throw new Error(`push: ${answer.status} ${JSON.stringify(answer.body)}`);
    return pushResponse.parse(answer.body);
  }

  insert(table: string, row: { id: string }): Promise<PushResponse> {
    return this.push(insertOf(table, row));
  }

  /** @param brief as consoles ask, who fetch large rows by key (S14) */
  askPull(scope: string, cursor: Cursor | null, limit = 1_000, brief?: boolean): Promise<HubAnswer> {
    return request(this.url, hubPaths.pull, {
      token: this.token,
      body: { protocol: PROTOCOL, schema: SCHEMA, scope, cursor, limit, ...(brief && { brief }) },
    });
  }

  async pull(scope: string, cursor: Cursor | null = null, limit = 1_000): Promise<PullResponse> {
    const answer = await this.askPull(scope, cursor, limit);
    if (answer.status !== 200) throw new Error(`pull: ${answer.status} ${JSON.stringify(answer.body)}`);
    return pullResponse.parse(answer.body);
  }

  /** Page after page to the head. */
  async pullAll(
    scope = this.organisationScope,
    from: Cursor | null = null,
    limit = 1_000,
  ): Promise<{ rows: PulledRow[]; cursor: Cursor; head: PullResponse['head']; pages: number }> {
    const rows: PulledRow[] = [];
    let cursor = from;
    for (let pages = 1; ; pages++) {
      const page = await this.pull(scope, cursor, limit);
      rows.push(...page.rows);
      cursor = page.cursor;
      if (!page.more) return { rows, cursor, head: page.head, pages };
    }
  }

  /** The row as the hub has it at its head; undefined where it has none. */
  async row(table: string, key: string, scope = this.organisationScope): Promise<PulledRow | undefined> {
    const { rows } = await this.pullAll(scope);
    return rows.find((row) => row.table === table && row.key === key);
  }
}
