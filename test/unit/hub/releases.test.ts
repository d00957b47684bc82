/** New versions by the hub: who puts them there, who gets them, and that a console takes what the publisher signed and nothing else (security 23). */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubFeed } from '../../../electron/services/update-feed.ts';
import type { Running } from '../../../electron/services/update-rules.ts';
import { Updates } from '../../../electron/services/updates.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { isStaged, releaseAnswer } from '../../../shared/sync/releases.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand, hubProcess } from '../../helpers/hub-command.ts';
import { sql } from '../../helpers/postgres.ts';
import { aPublisher, manifestOf, publish } from '../../helpers/releases.ts';
import { startIndependentS3 } from '../../helpers/s3-independent.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';
import { testShell } from '../../helpers/test-shell.ts';

const publisher = aPublisher();
const folder = temporaryFolder();
const BYTES = Buffer.alloc(24 * 1024 * 1024 + 17, 'installer');
const running: Running = { version: '0.1.0', platform: 'linux', arch: 'x64', kind: 'deb' };

let hub: TestHub;
let engineer: TestDevice;
let stranger: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, stranger] = (await Promise.all(
    [people.engineer, people.otherLead].map(({ id }) => TestDevice.enrol(hub, id)),
  )) as [TestDevice, TestDevice];
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

const command = (...args: string[]) =>
  hubCommand(['releases', ...args], {
    DATABASE_URL: hub.databaseUrl,
    HUB_SECRET: hub.secret,
    HUB_BLOBS: hub.blobs,
  });
async function done(...args: string[]): Promise<string> {
  const { code, output } = await command(...args);
  expect(output).not.toBe('');
  expect(code, output).toBe(0);
  return output;
}
async function refusedBy(...args: string[]): Promise<string> {
  const { code, output } = await command(...args);
  expect(code, output).toBe(1);
  return output;
}

/** What a device is told of. */
async function offered(device: TestDevice, version = '0.1.0', kind = 'deb'): Promise<string | null> {
  const query = new URLSearchParams({ platform: 'linux', arch: 'x64', kind, version });
  const answer = await request(hub.url, `${hubPaths.releases}?${query}`, { token: device.token });
  expect(answer.status).toBe(200);
  return releaseAnswer.parse(answer.body).signed;
}
const fileAnswer = async (device: TestDevice, sha256: string) =>
  (await request(hub.url, `${hubPaths.releases}/${sha256}`, { token: device.token })).status;

/** A console of this device, whose shell asks the real hub. */
async function console_(device: TestDevice, key = publisher.publicText) {
  const shell = await testShell(device);
  const handed: Buffer[] = [];
  const told: { listener: (done: number) => void } = { listener: () => undefined };
  const updates = new Updates(
    {
      key,
      allowed: true,
      feed: hubFeed(shell.client, running),
      choose: async () => null,
      handOver: async (path) => {
        handed.push(readFileSync(path));
        return null;
      },
    },
    join(shell.folder, 'updates'),
    running,
    ({ done }) => told.listener(done),
    { request: fetch, device: () => shell.client.device },
  );
  return { updates, handed, told, shell };
}

describe('an operator adds a version', () => {
  test('each command says how it is used', async () => {
    for (const name of ['list', 'add', 'stage', 'withdraw'])
      expect(await done(name, '--help')).toContain(`npm run hub -- releases ${name}`);
    expect(await done('list')).toBe('There is no version yet.');
  });

  test('security 23: what the publisher did not sign, and what is not the file that they signed, is refused', async () => {
    const place = join(folder.path, 'refused');
    const signed = publish(publisher, place, BYTES, '0.2.0');
    expect(await refusedBy('add', signed, `--key=${aPublisher().publicText}`)).toMatch(
      /not signed by the publisher/,
    );
    expect(await refusedBy('add', signed, '--key', 'short')).toMatch(/no publisher's key/);
    const installer = signed.replace(/\.update$/, '');
    expect(await refusedBy('add', installer)).toMatch(/ends in \.update/);
    writeFileSync(installer, BYTES.subarray(1));
    expect(await refusedBy('add', signed)).toMatch(/has \d+ bytes in the place of \d+/);
    const other = Buffer.from(BYTES);
    other[5_000_000] = 0;
    writeFileSync(installer, other);
    expect(await refusedBy('add', signed)).toMatch(/its content is another/);
    rmSync(installer);
    expect(await refusedBy('add', signed)).toMatch(/cannot be read \(ENOENT\)/);
    writeFileSync(signed, 'not signed');
    expect(await refusedBy('add', signed)).toMatch(/not what npm run sign-update writes/);
    expect(await done('list')).toBe('There is no version yet.');
    expect(existsSync(join(hub.blobs, 'releases'))).toBe(false);
  });

  test('a store that is not this hub’s takes nothing, and one that is not there is not made', async () => {
    const signed = publish(publisher, join(folder.path, 'elsewhere'), BYTES, '0.2.0');
    const store = join(folder.path, 'no-store');
    const add = () =>
      hubCommand(['releases', 'add', signed], {
        ...{ DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret, HUB_BLOBS: store },
      });
    expect(await add()).toMatchObject({
      code: 1,
      output: expect.stringMatching(/There is no folder .*no-store/),
    });
    expect(existsSync(store)).toBe(false);
    mkdirSync(store);
    expect(await add()).toMatchObject({
      code: 1,
      output: expect.stringMatching(/does not bear this hub’s marker/),
    });
    expect(readdirSync(store)).toEqual([]);
  });

  test('it is for nobody until it is staged, and then for those of its kind, newest that goes over what they run', async () => {
    const place = join(folder.path, 'first');
    const said = await done(
      'add',
      publish(publisher, place, BYTES, '0.2.0'),
      `--key=${publisher.publicText}`,
    );
    expect(said).toMatch(/It is for nobody yet: npm run hub -- releases stage 0\.2\.0/);
    expect(await offered(engineer)).toBeNull();
    expect(await fileAnswer(engineer, manifestOf(BYTES, '0.2.0').sha256)).toBe(404);
    await done('stage', '0.2.0', '--all');
    expect(await offered(engineer)).toContain('.');
    expect(await offered(engineer, '0.2.0')).toBeNull();
    expect(await offered(engineer, '0.3.0')).toBeNull();
    expect(await offered(engineer, '0.1.0', 'rpm')).toBeNull();
    expect(await offered(engineer, 'from-source')).toBeNull();
    const later = Buffer.from('the installer after that');
    await done('add', publish(publisher, place, later, '0.4.0', { minimum: '0.2.0' }));
    await done('stage', '0.4.0', '--all');
    // The one between first.
    expect(await offered(engineer)).toBe(await offered(engineer, '0.1.9'));
    expect(await offered(engineer, '0.2.0')).not.toBe(await offered(engineer));
    await done('withdraw', '0.4.0', '--reason', 'only for this test');
  });

  test('the same version with another content is refused before it is withdrawn', async () => {
    const other = publish(publisher, join(folder.path, 'twice'), Buffer.from('another build'), '0.2.0');
    expect(await refusedBy('add', other)).toMatch(/is there with another content\. Withdraw it first/);
    // The same once more changes nothing.
    await done('add', publish(publisher, join(folder.path, 'again'), BYTES, '0.2.0'));
    expect(await done('list')).toMatch(/0\.2\.0 .* all 100 %/);
  });
});

describe('a console fetches it', () => {
  test('security 23: it comes by the device’s own session, is proved, and is handed to the system', async () => {
    const { updates, handed } = await console_(engineer);
    expect(await updates.look()).toEqual({ ok: true, value: { version: '0.2.0' } });
    expect(await updates.get()).toMatchObject({ ok: true, value: { version: '0.2.0' } });
    expect(await updates.install()).toMatchObject({ ok: true });
    expect(handed[0]?.equals(BYTES)).toBe(true);
  });

  test('security 23: nobody without a session gets anything, and a hub cannot offer what the publisher did not sign', async () => {
    const { sha256 } = manifestOf(BYTES, '0.2.0');
    for (const path of [hubPaths.releases, `${hubPaths.releases}/${sha256}`])
      expect((await request(hub.url, path)).status).toBe(401);
    const { updates } = await console_(engineer, aPublisher().publicText);
    expect(await updates.look()).toMatchObject({ ok: false, failure: { code: 'signature' } });
    expect(await updates.get()).toMatchObject({ ok: false, failure: { code: 'not-found' } });
  });

  test('security 23: bytes that were changed in the hub’s store are refused, and removed', async () => {
    const path = join(hub.blobs, 'releases', manifestOf(BYTES, '0.2.0').sha256);
    const changed = Buffer.from(BYTES);
    changed[7_000_000] = 0;
    writeFileSync(path, changed);
    const { updates } = await console_(engineer);
    await updates.look();
    expect(await updates.get()).toMatchObject({ ok: false, failure: { code: 'hash' } });
    writeFileSync(path, BYTES);
    expect(await updates.get()).toMatchObject({ ok: true });
  });

  test('a hub that is killed while it is fetched: it goes on from where it was', async () => {
    const { updates, handed, told } = await console_(engineer);
    await updates.look();
    let killed: Promise<void> | null = null;
    told.listener = (bytes) => {
      if (bytes > 1_000_000) killed ??= hub.kill();
    };
    const cut = await updates.get();
    await killed;
    await hub.restart();
    expect(cut).toMatchObject({ ok: false, failure: { kind: 'offline' } });
    const { found } = updates.state() as { found: { here: number } };
    expect(found.here).toBeGreaterThan(0);
    expect(found.here).toBeLessThan(BYTES.length);
    const seen: number[] = [];
    told.listener = (bytes) => seen.push(bytes);
    expect(await updates.get()).toMatchObject({ ok: true });
    expect(seen[0]).toBeGreaterThan(found.here);
    await updates.install();
    expect(handed[0]?.equals(BYTES)).toBe(true);
  });

  test('a hub that lost the bytes says so to both sides, and has them again once they are added', async () => {
    const { sha256 } = manifestOf(BYTES, '0.2.0');
    rmSync(join(hub.blobs, 'releases', sha256));
    expect(await done('list')).toMatch(/not in the store: add it again/);
    const { updates } = await console_(engineer);
    await updates.look();
    const answer = await updates.get();
    expect(answer.ok ? '' : answer.failure.message).not.toBe('');
    await done('add', publish(publisher, join(folder.path, 'lost'), BYTES, '0.2.0'));
    expect(await updates.get()).toMatchObject({ ok: true });
  });
});

describe('in a bucket', () => {
  test('it is added, served in ranges, added again without a gap, and gone once it is withdrawn', async () => {
    const s3 = await startIndependentS3();
    const bucket = {
      ...{ HUB_BLOBS: '', HUB_S3_BUCKET: s3.bucket, HUB_S3_ENDPOINT: s3.endpoint },
      ...{ HUB_S3_KEY_ID: 'sample', HUB_S3_SECRET: 'sample' },
    };
    const other = await startTestHub({ env: bucket });
    try {
      const env = { ...bucket, DATABASE_URL: other.databaseUrl, HUB_SECRET: other.secret };
      const run = async (...args: string[]) => {
        const { code, output } = await hubProcess(['releases', ...args], env);
        expect(code, output).toBe(0);
        return output;
      };
      const installers = () => s3.objects().filter((key) => key.startsWith('releases_'));
      const signed = publish(publisher, join(folder.path, 'bucket'), BYTES, '0.2.0');
      await run('add', signed);
      await run('stage', '0.2.0', '--all');
      const [first] = installers();
      await run('add', signed);
      expect(installers()).toHaveLength(1);
      expect(installers()).not.toEqual([first]);
      expect(await run('list')).toMatch(/all 100 %/);
      const device = await TestDevice.enrol(other, other.sample.people.engineer.id);
      const { updates, handed } = await console_(device);
      await updates.look();
      expect(await updates.get()).toMatchObject({ ok: true });
      await updates.install();
      expect(handed[0]?.equals(BYTES)).toBe(true);
      await run('withdraw', '0.2.0', '--reason', 'for this test');
      expect(installers()).toEqual([]);
    } finally {
      await other.stop();
      await s3.close();
    }
  });
});

describe('stages', () => {
  test('so many of a hundred, always the same; an organisation’s own counts before that of all', async () => {
    // One after another: as many codes at once from one address would be taken for guesses.
    const devices = [engineer];
    for (let n = 0; n < 11; n += 1)
      devices.push(await TestDevice.enrol(hub, hub.sample.people.engineer.id, `Device ${n}`));
    const told = async () => {
      const answers = await Promise.all(devices.map((device) => offered(device)));
      return devices.filter((_, at) => answers[at] !== null).map(({ identity }) => identity.deviceId);
    };
    const wanted = (percent: number) =>
      devices.map(({ identity }) => identity.deviceId).filter((id) => isStaged(id, '0.2.0', percent));
    await done('stage', '0.2.0', '--all', '--percent', '50');
    expect(await told()).toEqual(wanted(50));
    const after = await told();
    expect(after).toEqual(wanted(50));
    // The bytes are for the same devices.
    const { sha256 } = manifestOf(BYTES, '0.2.0');
    for (const device of devices) {
      const isFirst = after.includes(device.identity.deviceId);
      expect(await fileAnswer(device, sha256)).toBe(isFirst ? 200 : 404);
    }
    await done('stage', '0.2.0', '--all', '--percent', '0');
    expect(await told()).toEqual([]);
    const { name } = engineer.identity.organisation;
    await done('stage', '0.2.0', '--organisation', name);
    expect(await told()).toHaveLength(devices.length);
    expect(await offered(stranger)).toBeNull();
    await done('stage', '0.2.0', '--organisation', name, '--percent', '0');
    await done('stage', '0.2.0', '--all');
    expect(await told()).toEqual([]);
    expect(await offered(stranger)).not.toBeNull();
    expect(await done('list')).toContain(`others 100 %, ${name} 0 %`);
    await done('stage', '0.2.0', '--organisation', name);
  });

  test('what cannot be meant is refused', async () => {
    expect(await refusedBy('stage', '0.2.0')).toMatch(/Say --all, or --organisation/);
    expect(await refusedBy('stage', '0.2.0', '--all', '--organisation', 'x')).toMatch(/Say --all, or/);
    expect(await refusedBy('stage', '0.2.0', '--all', '--percent', '101')).toMatch(/from 0 to 100/);
    expect(await refusedBy('stage', 'newest', '--all')).toMatch(/no version of three numbers/);
    expect(await refusedBy('stage', '9.9.9', '--all')).toMatch(/There is no version 9\.9\.9/);
    expect(await refusedBy('stage', '0.2.0', '--organisation', 'Nobody’s')).toMatch(/no organisation/);
    expect(await refusedBy('withdraw', '0.2.0')).toMatch(/Say why/);
    expect(await refusedBy('withdraw', '9.9.9', '--reason', 'x')).toMatch(/There is no version/);
  });
});

describe('a version is withdrawn', () => {
  test('security 23: nobody is told of it or gets its bytes, and who has fetched it does not install it', async () => {
    const { updates, handed } = await console_(engineer);
    await updates.look();
    expect(await updates.get()).toMatchObject({ ok: true });
    await done('withdraw', '0.2.0', '--reason', 'It loses the last line of a case');
    expect(await offered(engineer)).toBeNull();
    const { sha256 } = manifestOf(BYTES, '0.2.0');
    expect(await fileAnswer(engineer, sha256)).toBe(404);
    expect(existsSync(join(hub.blobs, 'releases', sha256))).toBe(false);
    const answer = await updates.install();
    expect(answer).toMatchObject({ ok: false, failure: { code: 'withdrawn' } });
    expect(handed).toEqual([]);
    expect(await done('list')).toMatch(/withdrawn \d{4}-\d\d-\d\d/);
  });

  test('who added, staged and withdrew what, and why, is in the audit trail', async () => {
    const rows = await sql<{ action: string; reason: string; detail: Record<string, unknown> }>(
      hub.databaseUrl,
      "SELECT action, reason, detail FROM audit WHERE subject = '0.2.0' ORDER BY id",
    );
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set(['release-added', 'release-staged', 'release-withdrawn']),
    );
    expect(rows.at(-1)).toMatchObject({
      action: 'release-withdrawn',
      reason: 'It loses the last line of a case',
    });
    expect(rows.find(({ detail }) => detail.percent === 50)).toMatchObject({
      detail: { organisation: 'all others' },
    });
  });
});
