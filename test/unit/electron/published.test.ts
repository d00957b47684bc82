/** What the publisher set when a console was packed, what installed it, and the tool that signs for it (security 23). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { published } from '../../../electron/services/published.ts';
import { readUpdate, updateKey } from '../../../electron/services/update-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder: { path: string; remove(): void };
let reports: unknown[];
beforeEach(() => {
  folder = temporaryFolder();
  reports = [];
});
afterEach(() => folder.remove());

/** A packed console on Linux whose description says this. */
function packed(description: object | string, more: Partial<Parameters<typeof published>[0]> = {}) {
  const path = join(folder.path, 'package.json');
  writeFileSync(path, typeof description === 'string' ? description : JSON.stringify(description));
  return published({
    packaged: true,
    description: path,
    program: '/opt/Partner Console/partner-console',
    env: {},
    log: { report: (error) => void reports.push(error) },
    platform: 'linux',
    linuxPackage: join(folder.path, 'package'),
    ...more,
  });
}

describe('what the publisher set (security 23)', () => {
  test('security 23: nothing: there is no key, and no feed', () => {
    expect(packed({ updateKey: '', updateFeed: '' })).toEqual({ key: null, feed: null, installed: null });
    expect(packed({})).toMatchObject({ key: null, feed: null });
    expect(reports).toEqual([]);
  });

  test('the hub, or an address over https; anything else is no feed', () => {
    expect(packed({ updateKey: 'k', updateFeed: 'hub' })).toMatchObject({ key: 'k', feed: 'hub' });
    expect(packed({ updateFeed: 'https://updates.example.com/console' }).feed).toBe(
      'https://updates.example.com/console/',
    );
    for (const updateFeed of ['http://updates.example.com/', 'HUB', 'updates.example.com'])
      expect(packed({ updateFeed }).feed, updateFeed).toBeNull();
  });

  test('security 23: the environment sets nothing for a packed console, and a description that cannot be read sets nothing', () => {
    const env = {
      ...{ PARTNER_CONSOLE_UPDATE_KEY: 'of somebody', PARTNER_CONSOLE_UPDATE_FEED: 'hub' },
      PARTNER_CONSOLE_UPDATE_KIND: 'deb',
    };
    expect(packed({}, { env })).toEqual({ key: null, feed: null, installed: null });
    expect(packed({}, { env, packaged: false })).toEqual({
      key: 'of somebody',
      feed: 'hub',
      installed: 'deb',
    });
    expect(packed('no JSON', { env })).toMatchObject({ key: null, feed: null });
    expect(packed({ updateKey: 7 })).toMatchObject({ key: null, feed: null });
    expect(reports).toHaveLength(2);
  });

  test('what installed it is told by what each kind leaves; what somebody unpacked is of none', () => {
    expect(packed({}).installed).toBeNull();
    for (const kind of ['deb', 'rpm'] as const) {
      writeFileSync(join(folder.path, 'package'), `${kind}\n`);
      expect(packed({}).installed).toBe(kind);
    }
    // The package of another copy says nothing of one that lies elsewhere.
    expect(packed({}, { program: '/home/somebody/partner-console' }).installed).toBeNull();
    expect(packed({}, { env: { APPIMAGE: '/home/somebody/x.AppImage' } }).installed).toBe('AppImage');
    writeFileSync(join(folder.path, 'package'), 'something');
    expect(packed({}).installed).toBeNull();
    const place = join(folder.path, 'Partner Console');
    mkdirSync(place);
    const program = join(place, 'Partner Console.exe');
    expect(packed({}, { platform: 'win32', program }).installed).toBe('msi');
    writeFileSync(join(place, 'Uninstall Partner Console.exe'), '');
    expect(packed({}, { platform: 'win32', program }).installed).toBe('exe');
    expect(packed({}, { platform: 'darwin' }).installed).toBe('dmg');
  });
});

describe('npm run sign-update', () => {
  const sign = (...args: string[]) =>
    spawnSync(process.execPath, [resolve('build/sign-update.ts'), ...args], { encoding: 'utf8' });

  test('makes a key once, signs what consoles read, and fills a folder that an address serves', () => {
    const key = join(folder.path, 'key.pem');
    const made = sign('--new-key', key);
    expect(made.status, made.stderr).toBe(0);
    const publicText = /updateKey: (\S+)/.exec(made.stdout)?.[1] ?? '';
    expect(sign('--new-key', key)).toMatchObject({ status: 1 });
    const installer = join(folder.path, 'partner-console_9.8.7_amd64.deb');
    writeFileSync(installer, 'installer');
    const feed = join(folder.path, 'feed');
    const asked = [installer, '--key', key, '--version', '9.8.7', '--minimum', '0.1.0'];
    const signed = sign(...asked, '--feed', feed, '--percent', '10');
    expect(signed.status, signed.stderr).toBe(0);
    expect(readdirSync(feed).sort()).toEqual(['linux-x64-deb.update', 'partner-console_9.8.7_amd64.deb']);
    const known = updateKey(publicText);
    if (!known) throw new Error('no key');
    expect(readUpdate(readFileSync(join(feed, 'linux-x64-deb.update'), 'utf8'), known)).toMatchObject({
      ...{ version: '9.8.7', minimum: '0.1.0', platform: 'linux', arch: 'x64', percent: 10 },
      file: 'partner-console_9.8.7_amd64.deb',
    });
    // Widened to all: no percentage is left.
    expect(sign(...asked, '--feed', feed).status).toBe(0);
    const all = readUpdate(readFileSync(join(feed, 'linux-x64-deb.update'), 'utf8'), known);
    expect(all).not.toHaveProperty('percent');
    for (const percent of ['0', '100', 'ten', '1.5'])
      expect(sign(...asked, '--percent', percent), percent).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('percent'),
      });
    expect(sign(...asked.slice(0, 3), '--version', '0.0.1', '--minimum', '0.2.0').status).toBe(1);
    expect(
      execFileSync(process.execPath, [resolve('build/sign-update.ts'), '--help'], { encoding: 'utf8' }),
    ).toContain('--feed DIR');
  });
});
