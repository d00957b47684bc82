/** The examples of docs/operations/examples, each as it stands there: nginx and Caddy before two hubs, the backup of a night. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { groupNames } from '../../../hub/operator/group.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { eventually } from '../../helpers/eventually.ts';
import { fronts, startFront, whyNoFront } from '../../helpers/front-proxy.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { fileAtHub } from '../../helpers/hub-files.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { listen } from '../../helpers/poke-stream.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';
import { bytesOf, someBytes, testShell } from '../../helpers/test-shell.ts';

const EXAMPLES = resolve('docs/operations/examples');
const MIB = 1024 * 1024;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
let hub: TestHub;
let second: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ env: { HUB_TRUSTED_PROXIES: '127.0.0.1' } });
  second = await startTestHub({ beside: hub, env: { HUB_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(async () => {
  await second.stop();
  await hub.stop();
});

/** Codes of enrolment are made at the hub itself: the operator's routes are not passed on. */
const through = (url: string) => ({ url, enrolmentCode: hub.enrolmentCode });

describe.each(fronts)('%s with the example’s settings', (front) => {
  test('[S4][S9] lets edits, pokes, large pushes and files through, keeps the operator’s routes inside, and passes over a hub that is away', async (context) => {
    const reason = whyNoFront(front);
    context.skip(reason !== null, reason ?? '');
    const proxy = await startFront(front, [`127.0.0.1:${hub.port}`, `127.0.0.1:${second.port}`]);
    cleanups.push(() => proxy.stop());
    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, proxy.certificate]);
    cleanups.push(() => setDefaultCACertificates(trusted));

    const device = await TestDevice.enrol(through(proxy.url), sample.people.engineer.id);
    const colleague = await TestDevice.enrol(through(proxy.url), sample.people.secondEngineer.id);
    const stream = await listen(colleague);
    cleanups.push(() => stream.close());
    const row = caseOf(device);
    await device.insert('cases', row);
    const { head } = await device.pullAll();
    await stream.until(({ version }) => version === head.version);

    // The hub itself says what is wrong with it; a proxy that takes less answers 413 by a page of its own.
    const large = await request(proxy.url, hubPaths.push, {
      token: device.token,
      body: { texts: Array.from({ length: 31 }, () => 'x'.repeat(MIB)) },
    });
    expect(large).toMatchObject({ status: 400, body: { code: 'malformed' } });

    const shell = await testShell(device, proxy.url);
    const { bytes, sha256 } = someBytes(20 * MIB + 17);
    await shell.add(bytes);
    const { deviceId } = device.identity;
    expect(await shell.transfers.send({ device: deviceId, sha256 })).toEqual({ ok: true, value: {} });
    const other = await testShell(colleague, proxy.url);
    expect(await other.transfers.fetch({ sha256, size: bytes.length })).toEqual({ ok: true, value: {} });
    expect((await bytesOf(other.blobs, sha256)).equals(bytes)).toBe(true);

    for (const path of [hubPaths.people, hubPaths.metrics])
      expect((await request(proxy.url, path, { token: hub.operatorToken })).status).toBe(404);

    await second.kill();
    try {
      let refused = 0;
      for (let count = 0; count < 8; count++) {
        const comment = commentOf(device, row.id);
        const edit = device.mutation({
          ...{ table: 'comments', key: comment.id, op: 'insert' },
          patch: { ...comment } as never,
        });
        // What comes back with 502 a console sends again.
        await eventually(
          async () => (await device.send([edit])).status,
          (status) => {
            if (status === 502) refused += 1;
            return status === 200;
          },
          'the edit is at the hub that is left',
        );
      }
      if (front === 'nginx') expect(refused).toBe(0);
    } finally {
      await second.restart();
    }
  });
});

/** `YYYY-MM-DDT023000Z` of a day of the month that was so many months ago. */
function nightOf(monthsAgo: number, day: number): string {
  const now = new Date();
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, day));
  return `${at.toISOString().slice(0, 10)}T023000Z`;
}

// It is written for the tools of Linux, as systemd is.
describe.skipIf(process.platform !== 'linux')('the backup of a night', () => {
  test('[S7] is verified, links the files of the night before, and only then removes what is past its time', async () => {
    const { path: backups, remove } = temporaryFolder();
    cleanups.push(remove);
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const sha256 = await fileAtHub(hub, device);
    const run = () =>
      execFileSync(join(EXAMPLES, 'backup.sh'), {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          ...{ PROGRAM: resolve('.'), NODE: process.execPath, BACKUPS: backups },
          ...{ DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret, HUB_BLOBS: hub.blobs },
        },
      });
    // A backup is called by its second, and never overwrites another.
    const nextSecond = () => new Promise((come) => setTimeout(come, 1_005 - (Date.now() % 1_000)));
    expect(run()).toContain('The backup is whole');
    const [first = ''] = readdirSync(backups);
    expect(first).toMatch(/^20\d\d-\d\d-\d\dT\d{6}Z$/);

    const firstOfMonth = nightOf(3, 10);
    const past = [nightOf(3, 20), nightOf(3, 21), nightOf(15, 10)];
    for (const name of [firstOfMonth, ...past, 'not-a-backup']) mkdirSync(join(backups, name));
    // A night that fails removes nothing.
    const later = await fileAtHub(hub, device);
    const lost = join(hub.blobs, device.identity.organisation.id, later);
    renameSync(lost, `${lost}.away`);
    await nextSecond();
    expect(run).toThrow(/is in the database and not in the folder/);
    expect(readdirSync(backups)).toHaveLength(6);
    renameSync(`${lost}.away`, lost);

    await nextSecond();
    run();
    const kept = readdirSync(backups).sort();
    const [latest = ''] = kept.filter((name) => name > first && name.startsWith('20'));
    expect(kept).toEqual([firstOfMonth, first, latest, 'not-a-backup'].sort());
    const file = join('blobs', device.identity.organisation.id, sha256);
    expect(statSync(join(backups, latest, file)).ino).toBe(statSync(join(backups, first, file)).ino);
  });
});

test('the examples name settings and flags that the hub has', () => {
  const help = execFileSync(process.execPath, [resolve('hub/main.ts'), '--help'], { encoding: 'utf8' });
  const text = readdirSync(EXAMPLES)
    .map((name) => readFileSync(join(EXAMPLES, name), 'utf8'))
    .join('\n');
  const settings = new Set(text.match(/\b(HUB_[A-Z_]+|DATABASE_URL)\b/g));
  expect(settings.size).toBeGreaterThan(5);
  for (const name of settings) expect(help).toContain(name);
  const pinned = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies.node;
  expect(text).toContain(`library/node:${pinned}-`);
});

describe.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('the units of systemd', () => {
  test('are right as they stand: every line is known, and what they start is there', () => {
    const { path: units, remove } = temporaryFolder();
    cleanups.push(remove);
    const names = readdirSync(EXAMPLES).filter((name) => /\.(service|timer)$/.test(name));
    expect(names).toHaveLength(3);
    for (const name of names) {
      // Where this checkout lies, in the place of where the page has it put.
      const text = readFileSync(join(EXAMPLES, name), 'utf8').replaceAll(
        '/opt/partner-console',
        resolve('.'),
      );
      writeFileSync(join(units, name), text);
    }
    const verify = () => {
      const { stdout, stderr } = spawnSync(
        'systemd-analyze',
        ['verify', ...names.map((name) => join(units, name))],
        {
          encoding: 'utf8',
        },
      );
      // Units of the computer itself are none of these.
      return `${stdout}${stderr}`.split('\n').filter((line) => line.includes('partner-console'));
    };
    expect(verify()).toEqual([]);
    const service = join(units, 'partner-console-hub.service');
    writeFileSync(service, readFileSync(service, 'utf8').replace('TimeoutStopSec=90', 'TimeoutStopsSec=90'));
    expect(verify().join()).toMatch(/TimeoutStopsSec/);
  });
});

describe.skipIf(spawnSync('runuser', ['-u', userInfo().username, 'true']).status !== 0)(
  'the hub’s commands',
  () => {
    test('run with the service’s settings by the script of the examples', () => {
      const { path, remove } = temporaryFolder();
      cleanups.push(remove);
      const settings = join(path, 'hub.env');
      writeFileSync(
        settings,
        `DATABASE_URL='${hub.databaseUrl}'\nHUB_SECRET=${hub.secret}\nHUB_BLOBS=${hub.blobs}\n`,
      );
      const said = execFileSync(join(EXAMPLES, 'partner-console-hub.sh'), ['organisations', 'list'], {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          SETTINGS: settings,
          PROGRAM: resolve('.'),
          RUN_AS: userInfo().username,
        },
      });
      expect(said).toContain(sample.organisations[0]?.name);
    });
  },
);

test('every operator’s command that a page names is one, and takes the flags that stand there', async () => {
  const pages = ['docs/operations', 'docs/guide'].flatMap((folder) =>
    readdirSync(resolve(folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  const asked = pages.flatMap((page) =>
    [
      ...readFileSync(resolve(page), 'utf8').matchAll(
        /(?:npm run hub --|partner-console-hub) ([a-z][a-z-]*)((?: [^`\n#]+)?)/g,
      ),
    ].flatMap(([, name = '', rest = '']) => {
      const words = rest
        .trim()
        .replace(/"[^"]*"/g, 'TEXT')
        .split(/\s+/);
      const group = groupNames.find((each) => each === name);
      // `list|add` names several at once, for which there is no one help.
      return group && /^[a-z][a-z-]*$/.test(words[0] ?? '')
        ? [{ page, group, command: words[0] ?? '', flags: words.filter((word) => /^--[a-z]/.test(word)) }]
        : [];
    }),
  );
  expect(asked.length).toBeGreaterThan(25);
  const wrong: string[] = [];
  for (const { page, group, command, flags } of asked) {
    const { code, output } = await hubCommand([group, command, '--help']);
    const form = output.split('\n')[0] ?? '';
    if (code !== 0 || !form.startsWith(`npm run hub -- ${group} ${command}`)) {
      wrong.push(`${page}: ${group} ${command}`);
      continue;
    }
    for (const flag of flags)
      if (!['--data', '--help'].includes(flag) && !new RegExp(`${flag}\\b(?!-)`).test(form))
        wrong.push(`${page}: ${group} ${command} ${flag}`);
  }
  expect(wrong).toEqual([]);
});
