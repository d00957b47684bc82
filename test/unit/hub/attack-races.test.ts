/**
 * Attacks that are near to known ones (security 27 and 32 to 38): requests in one another, ids that the hub derives, two at once,
 * replays, times at the ends of the calendar, addresses with what no address holds. Real requests.
 */
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_SCOPE_HASH, updatedScopeHash } from '../../../shared/base/hash.ts';
import { derivedId } from '../../../shared/base/ids.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import {
  completeContents,
  editsOf,
  handoffOf,
  packetOf,
  sign,
  signatureOf,
  urgentContents,
} from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { insertOf, newId, outcomes, proofOf, request, TestDevice } from '../../helpers/test-device.ts';
import { someBytes } from '../../helpers/test-shell.ts';

let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
let secondLead: TestDevice | null = null;
let other: TestDevice;
const sockets: Socket[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, lead, other] = (await Promise.all(
    [people.engineer, people.lead, people.otherEngineer].map(({ id }) => TestDevice.enrol(hub, id)),
  )) as [TestDevice, TestDevice, TestDevice];
  secondLead = await TestDevice.enrol(hub, people.lead.id);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => hub.stop());

/** Writes this on a connection of its own. @returns all that comes back until it is closed, or has stood still */
function raw(text: string | Buffer, stillMs = 1_500): Promise<string> {
  const socket = connect(hub.port, '127.0.0.1');
  sockets.push(socket);
  let all = '';
  socket.on('error', () => undefined);
  socket.write(text);
  return new Promise((done) => {
    let timer = setTimeout(() => done(all), stillMs * 4);
    socket.on('data', (chunk) => {
      all += chunk;
      clearTimeout(timer);
      timer = setTimeout(() => done(all), stillMs);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      done(all);
    });
  });
}
const statuses = (answer: string) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** Lines in which the hub told that it could not do something. */
const faults = () =>
  hub
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"fault"'));

/** Count and hash of the organisation's scope are those of the rows that a device gets (S8). */
async function isTrue(device: TestDevice): Promise<void> {
  const { head } = await device.pullAll();
  const rows = await sql<{ hash: string }>(
    hub.databaseUrl,
    'SELECT hash FROM rows WHERE scope = $1 AND NOT deleted',
    [device.organisationScope],
  );
  expect(head.count).toBe(rows.length);
  expect(head.hash).toBe(
    updatedScopeHash(EMPTY_SCOPE_HASH, { add: rows.map(({ hash }) => hash), remove: [] }),
  );
}

describe('requests in one another', () => {
  const auth = () => `authorization: Bearer ${engineer.token}\r\n`;
  const inner = () => `DELETE /v1/uploads/x HTTP/1.1\r\nhost: hub\r\n${auth()}\r\n`;

  test('security 32: the rest of a body that was refused is not read as a request', async () => {
    const answer = await raw(
      `POST ${hubPaths.push} HTTP/1.1\r\nhost: hub\r\n${auth()}content-type: application/json\r\ncontent-length: 40000000\r\n\r\n${inner()}${inner()}`,
    );
    expect(statuses(answer)).toEqual([413]);
  });

  test('security 27: a length that is told twice, or beside chunks, is refused, and the connection ends', async () => {
    for (const lengths of [
      'content-length: 4\r\ncontent-length: 60\r\n',
      'content-length: 4\r\ntransfer-encoding: chunked\r\n',
      'transfer-encoding: chunked, identity\r\n',
      'transfer-encoding: xchunked\r\n',
      'content-length: 4, 60\r\n',
      'content-length: +4\r\n',
      'content-length : 4\r\n',
      'content-length: 0x4\r\n',
    ]) {
      const answer = await raw(
        `POST ${hubPaths.token} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n${lengths}\r\n{}  ${inner()}`,
      );
      expect([lengths, statuses(answer).length <= 1, (statuses(answer)[0] ?? 400) >= 400]).toEqual([
        lengths,
        true,
        true,
      ]);
    }
  });

  test('security 27: many requests on one connection are answered in their order, each as if it were alone', async () => {
    const ask = (token: string) =>
      `GET ${hubPaths.ownDevices} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer ${token}\r\n\r\n`;
    const answer = await raw(ask(engineer.token) + ask('x'.repeat(40)) + ask(other.token) + ask(''));
    expect(statuses(answer)).toEqual([200, 401, 200, 401]);
  });

  test('security 27: what stands behind a NUL, an escape or a blank of an address is a refusal and no fault of the hub', async () => {
    const { sha256 } = someBytes(8);
    const paths: [string, string][] = [
      ['GET', `${hubPaths.blobs}/${sha256}%00`],
      ['GET', `${hubPaths.blobs}/%00`],
      ['GET', `${hubPaths.blobs}/${sha256}?ticket=%00`],
      ['GET', `${hubPaths.blobs}/${sha256}?ticket=%ff%fe`],
      ['HEAD', `${hubPaths.uploads}/%00`],
      ['DELETE', `${hubPaths.uploads}/%e0%a4%a`],
      ['DELETE', `${hubPaths.uploads}/%`],
      ['PATCH', `${hubPaths.uploads}/%00%00`],
      ['GET', `${hubPaths.statusLists}/revocation-1%00`],
      ['GET', `${hubPaths.statusLists}/revocation-١`],
      ['GET', `${hubPaths.statusLists}/${'9'.repeat(199)}`],
      ['GET', `http://elsewhere.example${hubPaths.health}`],
      ['GET', `//${hubPaths.health}`],
      ['GET', '*'],
      ['OPTIONS', '*'],
      ['TRACE', hubPaths.health],
      ['CONNECT', 'hub:443'],
    ];
    for (const [method, path] of paths) {
      const answer = await raw(
        Buffer.from(
          `${method} ${path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ntus-resumable: 1.0.0\r\n${auth()}\r\n`,
        ),
      );
      const [status = 400] = statuses(answer);
      expect([method, path, status === 503 || status === 500]).toEqual([method, path, false]);
    }
    for (const id of ['%00', '%ff', 'x'.repeat(150), newId()]) {
      const answer = await request(hub.url, `${hubPaths.webhooks}/${id}`, {
        method: 'DELETE',
        token: hub.operatorToken,
      });
      expect([id, answer.status >= 400 && answer.status < 500]).toEqual([id, true]);
    }
    expect(faults()).toEqual([]);
  });

  test('security 33: who says to come from elsewhere is counted where they come from', async () => {
    for (let count = 0; count < 12; count++)
      await fetch(hub.url + hubPaths.people, {
        headers: {
          authorization: `Bearer ${'w'.repeat(40)}`,
          'x-forwarded-for': `10.0.0.${count}`,
          forwarded: `for=10.0.1.${count}`,
          'x-real-ip': '10.9.9.9',
        },
      });
    const lists = await sql<{ address: string }>(
      hub.databaseUrl,
      'SELECT DISTINCT address FROM enrolment_attempts',
    );
    const body = {
      code: 'AAAA-AAAA-AAAA',
      deviceName: 'x',
      publicKey: engineer.publicKey,
      proof: await proofOf(engineer.privateKey, { code: 'AAAA-AAAA-AAAA', deviceName: 'x' }),
    };
    await fetch(hub.url + hubPaths.enrol, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '10.0.0.99' },
      body: JSON.stringify(body),
    });
    const after = await sql<{ address: string }>(
      hub.databaseUrl,
      'SELECT DISTINCT address FROM enrolment_attempts',
    );
    expect(after.map(({ address }) => address).filter((each) => each.startsWith('10.'))).toEqual([]);
    expect(lists.length).toBeLessThanOrEqual(after.length);
  });

  test('security 32: one number of a megabyte, one name of a megabyte and numbers beyond all bounds are refused as any', async () => {
    const edit = (patch: string) =>
      `{"protocol":${PROTOCOL},"schema":${SCHEMA},"mutations":[{"n":1,"id":"${newId()}","table":"comments","key":"${newId()}","op":"insert","baseVersion":null,"patch":${patch},"base":{},"blobs":[],"at":"2026-11-23T18:00:00.000Z","hash":"${'0'.repeat(64)}"}]}`;
    for (const patch of [
      `{"a":${'1'.repeat(3_000_000)}}`,
      `{"a":1e${'9'.repeat(1_000_000)}}`,
      `{"a":-0.${'0'.repeat(1_000_000)}1}`,
      `{"${'k'.repeat(1_000_000)}":1}`,
      `{"a":"${'\\u0041'.repeat(500_000)}"}`,
      `{"\\u005f\\u005fproto\\u005f\\u005f":{"x":1}}`,
      `{"a":{"constructor":{"prototype":{"x":1}}}}`,
      `{"a":${'['.repeat(63)}${']'.repeat(63)}}`,
      `{${Array.from({ length: 40_000 }, (_, at) => `"${4_294_967_290 - at}":0`).join()}}`,
    ]) {
      const answer = await fetch(hub.url + hubPaths.push, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${engineer.token}` },
        body: edit(patch),
      });
      expect([patch.slice(0, 20), answer.status]).toEqual([
        patch.slice(0, 20),
        answer.status === 413 ? 413 : 400,
      ]);
      await answer.text();
    }
  });
});

describe('ids that the hub derives', () => {
  test('security 34: a row under the id of an entry that the hub will make is replaced, and the scope still counts what it holds', async () => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = await sign(engineer, packetOf(engineer, contents));
    const squatted = [
      derivedId(packet.id, 'event', 'handed-off', 'in-review'),
      derivedId(packet.id, 'event', 'approved', 'approved'),
    ];
    for (const id of squatted)
      expect(
        await outcomes(
          engineer,
          insertOf('events', {
            id,
            ...({
              caseId: contents.case.id,
              kind: 'opened',
              at: contents.case.createdAt,
              by: engineer.person,
              from: null,
              to: 'level1',
              reason: 'Forged',
            } as object),
          }),
        ),
      ).toEqual(['applied']);
    expect(await outcomes(engineer, handoffOf(packet))).toEqual(['applied']);
    await isTrue(engineer);
    expect((await engineer.row('events', squatted[0] ?? ''))?.data).toMatchObject({ kind: 'handed-off' });
    expect(await outcomes(lead, insertOf('signatures', await signatureOf(lead, packet, 'approval')))).toEqual(
      ['applied'],
    );
    await isTrue(engineer);
    expect((await engineer.row('events', squatted[1] ?? ''))?.data).toMatchObject({ kind: 'approved' });
  });

  test('security 34: ids of a stick’s rows that another organisation sends first cost their owner one revision and nothing else', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = packetOf(engineer, contents);
    const signature = await signatureOf(engineer, packet);
    // The other partner has seen the stick: all its ids, and signs rows of its own under them.
    const theirs = urgentContents(other);
    await other.push(...editsOf(theirs));
    const squatting = { ...packetOf(other, theirs), id: packet.id };
    expect(
      await outcomes(
        other,
        insertOf('signatures', { ...(await signatureOf(other, squatting)), id: signature.id }),
      ),
    ).toEqual(['applied']);
    expect(await outcomes(engineer, insertOf('signatures', signature))).toEqual(['duplicate-key']);
    // Without its signature the packet opens the case again; with new ids, which every revision has, it is handed off.
    expect(await outcomes(engineer, handoffOf(packet))).toEqual(['handoff-incomplete']);
    expect((await engineer.row('cases', contents.case.id))?.data).toMatchObject({ state: 'level2' });
    await engineer.push({
      table: 'cases',
      key: contents.case.id,
      op: 'patch',
      patch: { state: 'ready' },
      base: { state: 'level2' },
    });
    const next = await sign(engineer, packetOf(engineer, contents, 2));
    expect(await outcomes(engineer, handoffOf(next))).toEqual(['applied']);
    // Where the packet's own id is taken it stays ready, and its engineer takes it back.
    const again = urgentContents(engineer);
    await engineer.push(...editsOf(again));
    const second = packetOf(engineer, again);
    const theirSecond = urgentContents(other);
    await other.push(...editsOf(theirSecond));
    const taken = { ...packetOf(other, theirSecond), id: second.id };
    await sign(other, taken);
    expect(await outcomes(other, handoffOf(taken))).toEqual(['applied']);
    await sign(engineer, second);
    expect(await outcomes(engineer, handoffOf(second))).toEqual(['duplicate-key']);
    await engineer.push({
      table: 'cases',
      key: again.case.id,
      op: 'patch',
      patch: { state: 'level2' },
      base: { state: 'ready' },
    });
    await engineer.push({
      table: 'cases',
      key: again.case.id,
      op: 'patch',
      patch: { state: 'ready' },
      base: { state: 'level2' },
    });
    const mended = await sign(engineer, packetOf(engineer, again, 2));
    expect(await outcomes(engineer, handoffOf(mended))).toEqual(['applied']);
    await isTrue(engineer);
    await isTrue(other);
  });
});

describe('two at once', () => {
  test('security 35: of an approval and a rejection at once one stands, and the case is where that one took it', async () => {
    if (!secondLead) throw new Error('no lead');
    for (let round = 0; round < 3; round++) {
      const contents = completeContents(engineer);
      await engineer.push(...editsOf(contents));
      const packet = await sign(engineer, packetOf(engineer, contents));
      await engineer.push(handoffOf(packet));
      const review = {
        id: newId(),
        caseId: packet.caseId,
        packetId: packet.id,
        revision: packet.revision,
        digest: packet.digest,
        kind: 'rejected',
        text: 'Not this one, and here is why at some length.',
        changes: [],
        by: lead.person,
        at: { at: new Date().toISOString(), zone: 'UTC' },
      };
      const [approved, rejected] = await Promise.all([
        outcomes(lead, insertOf('signatures', await signatureOf(lead, packet, 'approval'))),
        outcomes(secondLead, insertOf('reviews', review)),
      ]);
      expect([approved[0] === 'applied', rejected[0] === 'applied'].filter(Boolean)).toHaveLength(1);
      const row = await engineer.row('cases', packet.caseId);
      expect(
        ['approved', 'escalated'].includes(
          String((row?.data as { state?: unknown } | null | undefined)?.state),
        ),
      ).toBe(approved[0] === 'applied');
    }
    await isTrue(engineer);
  });

  test('security 38: a device that is ended while it pushes pushes nothing afterwards', async () => {
    const ended = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const row = caseOf(ended);
    await ended.insert('cases', row);
    const edits = Array.from({ length: 20 }, () =>
      ended.mutation(insertOf('comments', commentOf(ended, row.id))),
    );
    const sent = edits.map((each) => ended.send([each]));
    await request(hub.url, hubPaths.revokeDevice, {
      token: hub.operatorToken,
      body: { deviceId: ended.identity.deviceId, reason: 'Stolen' },
    });
    await Promise.all(sent);
    expect((await ended.send([ended.mutation(insertOf('comments', commentOf(ended, row.id)))])).status).toBe(
      401,
    );
    expect((await ended.exchange(await ended.assertion())).status).toBe(401);
    expect((await request(hub.url, hubPaths.poke, { token: ended.token })).status).toBe(401);
    await isTrue(engineer);
  });

  test('[S3] security 37: the same push any number of times at once is one edit, and counts once', async () => {
    const row = caseOf(engineer);
    await engineer.insert('cases', row);
    const comment = commentOf(engineer, row.id);
    const edit = engineer.mutation(insertOf('comments', comment));
    const answers = await Promise.all(Array.from({ length: 4 }, () => engineer.send([edit])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(
      new Set(answers.map(({ body }) => JSON.stringify((body as { results?: unknown }).results))).size,
    ).toBe(1);
    await isTrue(engineer);
  });

  test('security 38: one code and two computers at once: one of them is enrolled', async () => {
    const code = await hub.enrolmentCode(hub.sample.people.engineer.id);
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => {
        const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
        const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
        const deviceName = `Computer ${at}`;
        const body = {
          code,
          deviceName,
          publicKey: { kty: 'EC', crv: 'P-256', x, y },
          proof: await proofOf(pair.privateKey, { code, deviceName }),
        };
        return (await request(hub.url, hubPaths.enrol, { body })).status;
      }),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
  });
});

describe('times at the ends of the calendar', () => {
  const odd = [
    '2026-02-30T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T18:00:60Z',
    '2026-11-23T18:00:00+14:00',
    '+275760-09-13T00:00:00.000Z',
    '-000001-01-01T00:00:00Z',
    '2026-11-23',
    '1e15',
    '9999-12-31T23:59:59.999Z',
  ];

  test('security 36: a packet of year 9999, of no day and of another zone is refused; a signature of year 1 too', async () => {
    for (const at of odd) {
      const contents = urgentContents(engineer);
      await engineer.push(...editsOf(contents));
      const packet = { ...packetOf(engineer, contents), createdAt: { at, zone: 'UTC' } };
      await engineer.push(insertOf('signatures', await signatureOf(engineer, packet)));
      const [made] = await outcomes(engineer, handoffOf(packet));
      expect([at, made]).not.toEqual([at, 'applied']);
    }
    for (const at of ['0001-01-01T00:00:00.000Z', '0000-01-01T00:00:00Z', ...odd]) {
      const contents = urgentContents(engineer);
      await engineer.push(...editsOf(contents));
      const packet = packetOf(engineer, contents);
      const signature = await signatureOf(engineer, packet, 'engineer', { at: { at, zone: 'UTC' } });
      await engineer.push(insertOf('signatures', signature));
      expect([at, (await outcomes(engineer, handoffOf(packet)))[0]]).toEqual([at, 'handoff-incomplete']);
    }
  });

  test('security 36: a zone that is none does not stop who reads the row', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    for (const zone of ['Nowhere/At_All', '../../etc/passwd', '\u202eUTC', 'UTC\u0000', 'x'.repeat(61)]) {
      const [outcome] = await outcomes(
        engineer,
        insertOf(
          'comments',
          commentOf(engineer, contents.case.id, { at: { at: new Date().toISOString(), zone } }),
        ),
      );
      expect([zone, ['applied', 'invalid'].includes(outcome ?? '')]).toEqual([zone, true]);
    }
  });
});

describe('uploads that say odd things', () => {
  const tus = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ) =>
    fetch(hub.url + path, {
      method,
      headers: { authorization: `Bearer ${engineer.token}`, 'tus-resumable': '1.0.0', ...headers },
      ...(body && { body }),
    });
  const { bytes, sha256 } = someBytes(600);
  const named = (hash: string) => `sha256 ${Buffer.from(hash).toString('base64')}`;

  test('security 37: lengths that are no counts, names that are no hashes and parts beyond the announced are refused', async () => {
    for (const length of [
      '-1',
      '1e3',
      '0x10',
      '9'.repeat(30),
      '5.5',
      ' ',
      '1,2',
      'NaN',
      'Infinity',
      String(2 ** 53),
    ]) {
      const answer = await tus('POST', hubPaths.uploads, {
        'upload-length': length,
        'upload-metadata': named(sha256),
      });
      expect([length, answer.status >= 400 && answer.status < 500]).toEqual([length, true]);
    }
    for (const metadata of [
      '',
      'sha256',
      `sha256 ${'A'.repeat(200)}`,
      named('../../../etc/passwd'),
      named(sha256.toUpperCase()),
      `${named(sha256)},${named('0'.repeat(64))}`,
      `sha256 ${Buffer.from(`${sha256}\u0000`).toString('base64')}`,
      '__proto__ eA==',
      `filename ${Buffer.from('../x').toString('base64')}`,
    ]) {
      const answer = await tus('POST', hubPaths.uploads, {
        'upload-length': '600',
        'upload-metadata': metadata,
      });
      expect([metadata, answer.status === 500 || answer.status === 503]).toEqual([metadata, false]);
    }
    const created = await tus('POST', hubPaths.uploads, {
      'upload-length': '100',
      'upload-metadata': named(sha256),
    });
    const path = new URL(created.headers.get('location') ?? '', hub.url).pathname;
    for (const offset of ['-1', '1', '0x0', '00', '1e1', String(2 ** 53), ''])
      expect([
        offset,
        (
          await tus(
            'PATCH',
            path,
            { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' },
            new Uint8Array(bytes.subarray(0, 10)),
          )
        ).status >= 400,
      ]).toEqual([offset, offset !== '00']);
    const beyond = await tus(
      'PATCH',
      path,
      { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      new Uint8Array(bytes),
    );
    const after = await tus('HEAD', path, {});
    expect(Number(after.headers.get('upload-offset') ?? 0)).toBeLessThanOrEqual(100);
    expect(beyond.status).toBeGreaterThanOrEqual(400);
    expect(faults()).toEqual([]);
  });
});
