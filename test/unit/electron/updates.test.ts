/** Updates by file: what is installed is what the publisher signed, newer than what runs, and nothing else (security 23). */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { readUpdate, signUpdate, updateKey } from '../../../electron/services/update-file.ts';
import { Updates } from '../../../electron/services/updates.ts';
import { compareReleases, UPDATE_TYPE, type UpdateManifest } from '../../../shared/sync/releases.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const publisher = generateKeyPairSync('ed25519');
const another = generateKeyPairSync('ed25519');
const textOf = (key: KeyObject) => String(key.export({ format: 'jwk' }).x);
const FILE = 'partner-console_0.2.0_amd64.deb';
const BYTES = Buffer.alloc(3 * 1024 * 1024 + 17, 'installer');
const manifest: UpdateManifest = {
  type: UPDATE_TYPE,
  version: '0.2.0',
  minimum: '0.1.0',
  platform: 'linux',
  arch: 'x64',
  file: FILE,
  size: BYTES.length,
  sha256: createHash('sha256').update(BYTES).digest('hex'),
};

let stick: string;
let own: string;
let handed: { path: string; bytes: Buffer }[];
let told: number[];

function console_(
  more: {
    version?: string;
    key?: string | null;
    allowed?: boolean;
    arch?: string;
    opens?: string | null;
  } = {},
) {
  return new Updates(
    {
      key: more.key === undefined ? textOf(publisher.publicKey) : more.key,
      allowed: more.allowed ?? true,
      feed: null,
      choose: async () => join(stick, `${FILE}.update`),
      handOver: async (path) => {
        handed.push({ path, bytes: readFileSync(path) });
        return more.opens ?? null;
      },
    },
    own,
    { version: more.version ?? '0.1.0', platform: 'linux', arch: more.arch ?? 'x64', kind: 'deb' },
    ({ done }) => told.push(done),
  );
}

function onStick(
  what: Partial<UpdateManifest> = {},
  bytes: Buffer | null = BYTES,
  key = publisher.privateKey,
): void {
  writeFileSync(join(stick, `${FILE}.update`), signUpdate({ ...manifest, ...what }, key));
  if (bytes) writeFileSync(join(stick, FILE), bytes);
}

beforeEach(() => {
  const folder = temporaryFolder();
  stick = join(folder.path, 'stick');
  own = join(folder.path, 'shell', 'updates');
  mkdirSync(stick);
  handed = [];
  told = [];
});

async function codeOf(updates: Updates): Promise<string> {
  const answer = await updates.choose();
  if (answer.ok) throw new Error(answer.value.kind);
  expect(answer.failure.message).toMatch(/Nothing was installed\.$/);
  expect(await updates.install()).toMatchObject({ ok: false, failure: { code: 'not-proved' } });
  expect(handed).toEqual([]);
  expect(existsSync(own)).toBe(false);
  return answer.failure.code;
}

describe('an update by file (security 23)', () => {
  test('security 23: what the publisher signed is copied, proved and handed to the system', async () => {
    onStick();
    const updates = console_();
    expect(await updates.choose()).toEqual({
      ok: true,
      value: { kind: 'proved', version: '0.2.0', file: FILE },
    });
    expect(told.at(-1)).toBe(BYTES.length);
    expect(updates.state()).toEqual({
      ...{ kind: 'on', byFile: true, feed: null, found: null, fetching: false },
      proved: { version: '0.2.0', file: FILE, from: 'file' },
    });
    // What lies on the stick afterwards is not what is installed.
    writeFileSync(join(stick, FILE), 'another installer');
    expect(await updates.install()).toEqual({ ok: true, value: {} });
    expect(handed).toEqual([{ path: join(own, FILE), bytes: BYTES }]);
  });

  test('security 23: another publisher, and every other byte of the signed file, is refused', async () => {
    onStick({}, BYTES, another.privateKey);
    expect(await codeOf(console_())).toBe('signature');
    const text = signUpdate(manifest, publisher.privateKey).trim();
    const key = updateKey(textOf(publisher.publicKey));
    if (!key) throw new Error('no key');
    expect(readUpdate(text, key)).toEqual(manifest);
    for (let at = 0; at < text.length; at += 1) {
      const flipped = text[at] === 'A' ? 'B' : 'A';
      expect(readUpdate(text.slice(0, at) + flipped + text.slice(at + 1), key), `letter ${at}`).toBeNull();
    }
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), (any) => readUpdate(any, key) === null));
  });

  test('security 23: the header chooses nothing: no other algorithm, no other kind of text under the same key', () => {
    const key = updateKey(textOf(publisher.publicKey));
    if (!key) throw new Error('no key');
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = (header: unknown, payload: unknown) => {
      const text = `${encoded(header)}.${encoded(payload)}`;
      return `${text}.${sign(null, Buffer.from(text), publisher.privateKey).toString('base64url')}`;
    };
    const own = { alg: 'EdDSA', typ: 'partner-console-update+jws' };
    expect(readUpdate(signed(own, manifest), key)).toEqual(manifest);
    expect(readUpdate(signed({ ...own, alg: 'none' }, manifest), key)).toBeNull();
    expect(readUpdate(signed({ ...own, typ: 'JWT' }, manifest), key)).toBeNull();
    expect(readUpdate(signed({ ...own, jwk: textOf(another.publicKey) }, manifest), key)).toBeNull();
    expect(readUpdate(signed(own, { ...manifest, type: 'something-else' }), key)).toBeNull();
    expect(readUpdate(signed(own, { ...manifest, more: 1 }), key)).toBeNull();
    expect(readUpdate(`${encoded(own)}.${encoded(manifest)}.`, key)).toBeNull();
  });

  test.each([
    ['older', { version: '0.0.9' }, '0.1.0', 'older-version'],
    ['older, compared as numbers', { version: '0.9.0', minimum: '0.1.0' }, '0.10.0', 'older-version'],
    ['older than what comes before a release', { version: '0.1.2' }, '0.1.5-beta', 'older-version'],
    ['for something without a version', {}, 'from-source', 'no-version'],
    ['the same', { version: '0.1.0' }, '0.1.0', 'same-version'],
    ['too far ahead', { version: '0.5.0', minimum: '0.4.0' }, '0.3.9', 'too-far'],
    ['of another system', { platform: 'win32' }, '0.1.0', 'other-system'],
    ['of another processor', { arch: 'arm64' }, '0.1.0', 'other-system'],
  ] as const)(
    'security 23: one that is %s is refused, though the publisher signed it',
    async (_what, more, version, code) => {
      onStick(more);
      expect(await codeOf(console_({ version }))).toBe(code);
    },
  );

  test('security 23: an installer that is missing, longer, shorter or another is refused, and nothing of it stays', async () => {
    onStick({}, null);
    expect(await codeOf(console_())).toBe('no-installer');
    for (const bytes of [Buffer.concat([BYTES, Buffer.from('x')]), BYTES.subarray(1)]) {
      onStick({}, bytes);
      expect(await codeOf(console_())).toBe('size');
    }
    const other = Buffer.from(BYTES);
    other[1_000_000] = 0;
    onStick({}, other);
    expect(await codeOf(console_())).toBe('hash');
  });

  test('security 23: a copy that was changed after it was proved is not handed over', async () => {
    onStick();
    const updates = console_();
    await updates.choose();
    writeFileSync(join(own, FILE), 'another installer');
    expect(await updates.install()).toMatchObject({ ok: false, failure: { code: 'hash' } });
    expect(handed).toEqual([]);
    expect(updates.state()).toMatchObject({ proved: null });
  });

  test('security 23: a console of a file alone asks nobody', async () => {
    expect(await console_().look()).toMatchObject({ ok: false, failure: { code: 'no-updates' } });
    expect(await console_().get()).toMatchObject({ ok: false, failure: { code: 'not-found' } });
  });

  test('security 23: without a key of the publisher there are no updates; who manages the computer can forbid them', async () => {
    onStick();
    for (const key of [null, '', 'AAAA', `${textOf(publisher.publicKey)}=`]) {
      expect(console_({ key }).state()).toEqual({ kind: 'none' });
      expect(await codeOf(console_({ key }))).toBe('no-updates');
    }
    expect(console_({ allowed: false }).state()).toEqual({ kind: 'managed' });
    expect(await codeOf(console_({ allowed: false }))).toBe('no-updates');
  });

  test('security 23: a name that leads out of the folder cannot be signed, and one that is a link is read as what it leads to', async () => {
    for (const file of ['../x.deb', '/x.deb', 'a/b.deb', '.deb', 'x.sh', 'x.deb\n'])
      expect(() => signUpdate({ ...manifest, file }, publisher.privateKey)).toThrow();
    onStick();
    renameSync(join(stick, FILE), join(stick, 'elsewhere'));
    symlinkSync(join(stick, 'elsewhere'), join(stick, FILE));
    const updates = console_();
    expect(await updates.choose()).toMatchObject({ ok: true });
    await updates.install();
    expect(handed[0]?.bytes.equals(BYTES)).toBe(true);
  });

  test('what the system does not open is said, with where it lies; a new start leaves no copy', async () => {
    onStick();
    const updates = console_({ opens: 'No program opens it.' });
    await updates.choose();
    expect(await updates.install()).toMatchObject({
      ok: false,
      failure: { code: 'not-opened', message: expect.stringContaining(join(own, FILE)) },
    });
    await console_().tidy();
    expect(existsSync(own)).toBe(false);
  });

  test('property: releases are in the order of their numbers', () => {
    const numbers = fc.tuple(fc.nat(99_999), fc.nat(99_999), fc.nat(99_999));
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const first = a.findIndex((n, at) => n !== b[at]);
        const wanted = first === -1 ? 0 : Math.sign((a[first] ?? 0) - (b[first] ?? 0));
        expect(Math.sign(compareReleases(a.join('.'), b.join('.')) ?? Number.NaN)).toBe(wanted);
      }),
    );
    expect(compareReleases('1.0.0', '1.0.0-beta')).toBeGreaterThan(0);
    expect(compareReleases('1.0.0', '1.0')).toBeNull();
  });
});
