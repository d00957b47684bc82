/**
 * Requests that wait for each other inside of a hub: the simulator has to know of each such wait, because whoever waits unknown to
 * the scheduler counts as running, and the history hangs. The real handlers, two requests and more at once, in many orders.
 */
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeEnrolmentCode } from '../../../hub/issuing/devices.ts';
import { transaction } from '../../../hub/store/database.ts';
import { addOrganisation, ensureFixedScopes } from '../../../hub/store/organisations.ts';
import {
  ASSERTION_AUDIENCE,
  enrolResponse,
  hubPaths,
  PROTOCOL,
  SCHEMA,
  tokenResponse,
} from '../../../shared/sync/protocol.ts';
import { serverOfRun } from '../../helpers/postgres.ts';
import { proofOf } from '../../helpers/test-device.ts';
import type { UploadLocks } from '../../sim/blobs.ts';
import { SimulatedHub } from '../../sim/hub.ts';
import type { HttpAnswer, HttpRequest } from '../../sim/network.ts';
import { Random } from '../../sim/random.ts';
import { Scheduler } from '../../sim/scheduler.ts';
import { makeDatabase, type SimulatorDatabase } from '../../sim/server.ts';
import { Locks } from '../../sim/sql.ts';

const START = Date.parse('2026-11-02T08:00:00Z');
/** A defect shows as this much real time, and as the scheduler's error. */
const HANG_MS = 15_000;
const ORGANISATION = '01900000-0000-7000-8000-0000000000a1';
const PEOPLE = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'] as const;
const SEEDS = [1, 2, 3, 4, 5, 6];

let database: SimulatorDatabase;
beforeAll(async () => {
  database = await makeDatabase(serverOfRun());
});
afterAll(async () => {
  await database?.close();
});
beforeEach(async () => {
  await database.empty();
  await ensureFixedScopes(database.pool);
  await transaction(database.pool, (client) =>
    addOrganisation(
      client,
      { id: ORGANISATION, name: 'Organisation', sample: true },
      PEOPLE.map((id, at) => ({
        id,
        name: `Person ${at}`,
        email: `person-${at}@example.com`,
        roles: ['engineer'],
      })),
    ),
  );
});

/** Hubs on one database under a virtual clock, and devices that ask them. */
class Stage {
  readonly scheduler: Scheduler;
  readonly hubs: SimulatedHub[];
  readonly #world: ConstructorParameters<typeof SimulatedHub>[0];
  readonly #uploadLocks: UploadLocks = new Map();

  constructor(seed: number) {
    const random = new Random(seed);
    this.scheduler = new Scheduler(random.fork(), START, HANG_MS);
    const { pool, blobs, key } = database;
    this.#world = {
      scheduler: this.scheduler,
      pool,
      locks: new Locks(),
      random,
      blobs,
      uploadLocks: this.#uploadLocks,
      key,
      committed: () => undefined,
    };
    this.hubs = [this.newHub('hub 0'), this.newHub('hub 1')];
  }

  newHub(name: string): SimulatedHub {
    return new SimulatedHub(this.#world, name, 0);
  }

  /** Asks the hub; the answer comes with the scheduler's steps, and never from one that is killed before. */
  send(hub: SimulatedHub, request: HttpRequest): { answer: HttpAnswer | null } {
    const box: { answer: HttpAnswer | null } = { answer: null };
    this.scheduler.spawn(hub.process, request.path, async () => {
      box.answer = await hub.handle(request);
    });
    return box;
  }

  /** Steps until nobody waits for anything, or so many times. */
  async play(steps = Number.POSITIVE_INFINITY): Promise<void> {
    const { scheduler } = this;
    // What was begun runs to its first wait, and no time passes.
    await scheduler.step(scheduler.now);
    for (let count = 1; count < steps && scheduler.waiting().length > 0; count++)
      await scheduler.step(Number.POSITIVE_INFINITY);
    expect(scheduler.failures).toEqual([]);
  }

  /** Asks all at once. @returns their answers */
  async all(requests: readonly (readonly [SimulatedHub, HttpRequest])[]): Promise<HttpAnswer[]> {
    const boxes = requests.map(([hub, request]) => this.send(hub, request));
    await this.play();
    return boxes.map(({ answer }, at) => {
      if (!answer) throw new Error(`no answer to ${requests[at]?.[1].path}`);
      return answer;
    });
  }

  async one(hub: SimulatedHub, request: HttpRequest): Promise<HttpAnswer> {
    const [answer] = await this.all([[hub, request]]);
    if (!answer) throw new Error('no answer');
    return answer;
  }

  /** A device that a person has enrolled at the first hub. */
  async enrol(person: string): Promise<Device> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const { x = '', y = '' } = await exportJWK(publicKey);
    const { code } = await makeEnrolmentCode(database.pool, person);
    const deviceName = 'A device';
    const proof = await proofOf(privateKey, { code, deviceName });
    const body = { code, deviceName, publicKey: { kty: 'EC', crv: 'P-256', x, y }, proof };
    const answer = await this.one(this.first, post(hubPaths.enrol, body));
    expect(answer.status, String(answer.body)).toBe(200);
    const { deviceId } = enrolResponse.parse(JSON.parse(String(answer.body))).identity;
    return {
      deviceId,
      tokenRequest: async () => {
        const iat = Math.floor(this.scheduler.now / 1000);
        const assertion = await new SignJWT({ jti: randomUUID(), iat, exp: iat + 60 })
          .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
          .setIssuer(deviceId)
          .setSubject(deviceId)
          .setAudience(ASSERTION_AUDIENCE)
          .sign(privateKey);
        const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
        return post(`${hubPaths.token}?rules=1`, { grant_type, assertion });
      },
    };
  }

  async token(device: Device): Promise<string> {
    const answer = await this.one(this.first, await device.tokenRequest());
    expect(answer.status, String(answer.body)).toBe(200);
    return tokenResponse.parse(JSON.parse(String(answer.body))).access_token;
  }

  get first(): SimulatedHub {
    return this.hubs[0] as SimulatedHub;
  }

  get second(): SimulatedHub {
    return this.hubs[1] as SimulatedHub;
  }
}

interface Device {
  deviceId: string;
  /** A fresh assertion's exchange. */
  tokenRequest: () => Promise<HttpRequest>;
}

function post(path: string, body: unknown, token?: string): HttpRequest {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return { method: 'POST', path, headers, body: JSON.stringify(body) };
}

const health: HttpRequest = { method: 'GET', path: hubPaths.health, headers: {}, body: undefined };
const statuses = (answers: readonly HttpAnswer[]) => answers.map(({ status }) => status);

/** An upload that a device has begun, and requests that write it. */
async function begunUpload(stage: Stage, token: string, bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const own = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };
  const begun = await stage.one(stage.first, {
    method: 'POST',
    path: hubPaths.uploads,
    headers: {
      ...own,
      'upload-length': String(bytes.length),
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    },
    body: undefined,
  });
  expect(begun.status, String(begun.body)).toBe(201);
  const path = begun.headers.location ?? '';
  return {
    sha256,
    part: {
      method: 'PATCH',
      path,
      headers: {
        ...own,
        'content-type': 'application/offset+octet-stream',
        'content-length': String(bytes.length),
        'upload-offset': '0',
      },
      body: bytes,
    } satisfies HttpRequest,
    finish: (deviceId: string) =>
      post(
        hubPaths.blobFinish,
        { protocol: PROTOCOL, schema: SCHEMA, device: deviceId, upload: path.split('/').at(-1) },
        token,
      ),
  };
}

describe.each(SEEDS)('requests that wait for each other, in the order of seed %i', (seed) => {
  test('tokens: of devices whose keys are asked for at once, and of one device at a time', async () => {
    const stage = new Stage(seed);
    const devices = [await stage.enrol(PEOPLE[0]), await stage.enrol(PEOPLE[1])] as const;
    const twice = await devices[0].tokenRequest();
    const answers = await stage.all([
      [stage.first, twice],
      [stage.first, await devices[1].tokenRequest()],
      [stage.first, await devices[0].tokenRequest()],
      [stage.second, await devices[1].tokenRequest()],
      [stage.first, twice],
    ]);
    expect(statuses(answers.slice(1, 4))).toEqual([200, 200, 200]);
    // Each assertion serves once, whichever of the two came first.
    expect(statuses([answers[0], answers[4]] as HttpAnswer[]).sort()).toEqual([200, 401]);
  });

  test('health, and pages of rows: one of a device at a time, two of an organisation', async () => {
    const stage = new Stage(seed);
    const devices = [await stage.enrol(PEOPLE[0]), await stage.enrol(PEOPLE[1])];
    const scope = `org:${ORGANISATION}`;
    const asked: HttpRequest[] = [health, health];
    for (const device of devices) {
      const token = await stage.token(device);
      const body = { protocol: PROTOCOL, schema: SCHEMA, device: device.deviceId, scope };
      asked.push(
        post(hubPaths.pull, { ...body, cursor: null, limit: 10 }, token),
        post(hubPaths.compare, { ...body, after: null, limit: 10 }, token),
        post(hubPaths.rows, { ...body, keys: [{ table: 'cases', key: randomUUID() }] }, token),
      );
    }
    const answers = await stage.all(asked.map((request) => [stage.first, request]));
    expect(statuses(answers)).toEqual(asked.map(() => 200));
  });

  test('parts of uploads: each upload has one writer over all hubs, and others are written beside it', async () => {
    const stage = new Stage(seed);
    const device = await stage.enrol(PEOPLE[0]);
    const token = await stage.token(device);
    const [one, other] = [
      await begunUpload(stage, token, Buffer.from('the first file')),
      await begunUpload(stage, token, Buffer.from('the second file, which is another')),
    ];
    const answers = await stage.all([
      [stage.first, one.part],
      [stage.second, one.part],
      [stage.first, other.part],
    ]);
    // Who came second finds that its part is there already.
    expect(statuses(answers.slice(0, 2)).sort()).toEqual([204, 409]);
    expect(answers[2]?.status).toBe(204);
    const finished = await stage.all([
      [stage.first, one.finish(device.deviceId)],
      [stage.second, one.finish(device.deviceId)],
      [stage.second, other.finish(device.deviceId)],
    ]);
    expect(statuses(finished.slice(0, 2)).sort()).toEqual([200, 404]);
    expect(finished[2]?.status).toBe(200);
    const { rows } = await database.pool.query<{ sha256: string }>('SELECT sha256 FROM blobs');
    expect(rows.map(({ sha256 }) => sha256).sort()).toEqual([one.sha256, other.sha256].sort());
  });

  test('a hub that is killed while requests wait in it leaves nothing that another would wait for', async () => {
    const stage = new Stage(seed);
    const device = await stage.enrol(PEOPLE[0]);
    const token = await stage.token(device);
    const upload = await begunUpload(stage, token, Buffer.from('a file'));
    const boxes = [
      stage.send(stage.first, await device.tokenRequest()),
      stage.send(stage.first, await device.tokenRequest()),
      stage.send(stage.first, upload.part),
      stage.send(stage.first, health),
      stage.send(stage.first, health),
    ];
    await stage.play(2 + 2 * seed);
    await stage.first.kill(stage.scheduler);
    await stage.play();
    expect(boxes.some(({ answer }) => answer === null)).toBe(true);
    const again = stage.newHub('hub 0 again');
    const answers = await stage.all([
      [again, await device.tokenRequest()],
      [again, await device.tokenRequest()],
      [again, upload.finish(device.deviceId)],
      [again, health],
    ]);
    // What came of the part before the hub was killed is kept, and whether all of it did is the seed's.
    expect(statuses(answers.filter((_, at) => at !== 2))).toEqual([200, 200, 200]);
    expect([200, 409]).toContain(answers[2]?.status);
  });
});
