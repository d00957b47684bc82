/** The device's keys: every wrap, every way in which its files can be lost, and a kill between any two steps of the disk. */
import { createHash } from 'node:crypto';
import * as nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  KeyRing,
  type KeyRingParts,
  Locked,
  type OfferedCode,
  type RingDisk,
} from '../../../electron/services/key-ring.ts';
import type { WrapStore } from '../../../electron/services/key-wraps.ts';
import {
  RECOVERY_BYTES,
  readRecoveryCode,
  recoveryCode,
  recoveryGroups,
} from '../../../shared/base/recovery-code.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { MemoryDisk } from '../../sim/memory-disk.ts';
import { Random } from '../../sim/random.ts';

/** The part of scrypt's real cost that a try has here: nearly all the time of these tests would go into it. */
const cost = vi.hoisted(() => ({ part: 1 / 64 }));
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  const scrypt = (
    password: string,
    salt: Buffer,
    length: number,
    options: { N: number },
    done: (error: Error | null, key: Buffer) => void,
  ) => real.scrypt(password, salt, length, { ...options, N: options.N * cost.part }, done);
  return { ...real, scrypt };
});
const atRealCost = () => {
  cost.part = 1;
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  cost.part = 1 / 64;
  for (const clean of cleanups.splice(0)) await clean();
});

const PASSPHRASE = 'a bridge over Käfer river';

/** A key store that locks for one computer only. */
function storeOf(computer: string): WrapStore {
  return {
    lock: async (text) => Buffer.from(`${computer} ${text}`).map((byte) => byte ^ 0x55) as Buffer,
    unlock: async (bytes) => {
      const [of, text] = Buffer.from(bytes.map((byte) => byte ^ 0x55))
        .toString()
        .split(' ');
      if (of !== computer || !text) throw new Error('this key store has no such key');
      return text;
    },
  };
}

function folder(): string {
  const made = temporaryFolder();
  cleanups.push(made.remove);
  return made.path;
}

async function started(path: string, more: Partial<KeyRingParts> = {}): Promise<KeyRing> {
  const ring = new KeyRing({
    folder: path,
    store: null,
    holdsSealed: async () => false,
    now: () => 0,
    ...more,
  });
  await ring.ready();
  return ring;
}

const hex = (ring: KeyRing) => Buffer.from(ring.keyFor('rows')).toString('hex');
const askedOf = ({ code, ask }: OfferedCode) => ask.map((n) => recoveryGroups(code)[n - 1] ?? '');

/** @returns the recovery code */
async function protect(ring: KeyRing, passphrase = PASSPHRASE): Promise<string> {
  const offer = await ring.offerProtection({ way: 'passphrase', passphrase });
  if (!offer.offered) throw new Error('nothing was offered');
  expect(await ring.confirm(askedOf(offer.offered))).toEqual({ ok: true });
  return offer.offered.code;
}

describe('a recovery code', () => {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

  test('is nine groups of four that read back as the same 160 bits, however they are typed', () => {
    const random = new Random(7);
    for (let round = 0; round < 200; round++) {
      const bits = Uint8Array.from({ length: RECOVERY_BYTES }, () => random.int(0, 255));
      const code = recoveryCode(bits, digest);
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readRecoveryCode(code, digest)).toEqual(bits);
      const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
      expect(readRecoveryCode(typed, digest)).toEqual(bits);
    }
  });

  test('with any one letter mistyped is none', () => {
    const code = recoveryCode(new Uint8Array(RECOVERY_BYTES).fill(0x5a), digest);
    for (let at = 0; at < code.length; at++) {
      if (code[at] === '-') continue;
      const other = code[at] === '7' ? '8' : '7';
      expect(readRecoveryCode(code.slice(0, at) + other + code.slice(at + 1), digest)).toBeNull();
    }
    expect(readRecoveryCode(code.slice(0, -1), digest)).toBeNull();
    expect(readRecoveryCode('', digest)).toBeNull();
  });
});

describe('the key ring (security 29)', () => {
  test('is made at the first start, says that nobody protects it, and gives the same keys again', async () => {
    const path = folder();
    const ring = await started(path);
    expect(ring.status()).toMatchObject({ state: 'unprotected', ways: [], keystore: false, trouble: null });
    expect(ring.lock()).toBe(false);
    expect(ring.copy()).toBeNull();
    const again = await started(path);
    expect(hex(again)).toBe(hex(ring));
    const purposes = ['rows', 'journal', 'files', 'device', 'drafts'] as const;
    const all = purposes.map((each) => Buffer.from(ring.keyFor(each)).toString('hex'));
    expect(new Set(all).size).toBe(purposes.length);
    expect((await nodeDisk.stat(join(path, 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  test('counts as locked before it was read', () => {
    const ring = new KeyRing({
      folder: '/nowhere',
      store: null,
      holdsSealed: async () => false,
      now: () => 0,
    });
    expect(() => ring.keyFor('rows')).toThrow(Locked);
  });

  test('with a passphrase opens by it and by its recovery code, and nothing else; no file has the key', async () => {
    atRealCost();
    const path = folder();
    const ring = await started(path);
    const states: string[] = [];
    ring.onChange((state) => states.push(state));
    const key = hex(ring);
    const clear = await nodeDisk.readFile(join(path, 'keys.json'), 'utf8');
    const inClear = /"key":"([^"]+)"/.exec(clear)?.[1] ?? '';
    expect(inClear).not.toBe('');
    const code = await protect(ring);
    for (const name of await nodeDisk.readdir(path))
      expect(await nodeDisk.readFile(join(path, name), 'utf8')).not.toContain(inClear);
    expect(ring.lock()).toBe(true);
    expect(states).toEqual(['open', 'locked']);
    expect(() => ring.keyFor('journal')).toThrow(Locked);
    expect(await ring.unlock({ by: 'passphrase', passphrase: 'another' })).toMatchObject({
      ok: false,
      why: 'wrong',
    });
    expect(await ring.unlock({ by: 'recovery', code: code.slice(0, -1) })).toMatchObject({ why: 'mistyped' });
    const other = recoveryCode(new Uint8Array(RECOVERY_BYTES), (bytes) =>
      createHash('sha256').update(bytes).digest(),
    );
    expect(await ring.unlock({ by: 'recovery', code: other })).toMatchObject({ why: 'wrong' });
    expect(await ring.unlock({ by: 'keystore' })).toMatchObject({ why: 'no-way' });
    // The same words from a keyboard that writes the umlaut as two characters.
    expect(await ring.unlock({ by: 'passphrase', passphrase: PASSPHRASE.normalize('NFD') })).toEqual({
      ok: true,
    });
    expect(hex(ring)).toBe(key);
    const again = await started(path);
    expect(again.status()).toMatchObject({ state: 'locked', ways: ['passphrase', 'recovery'] });
    expect(await again.unlock({ by: 'recovery', code: code.toLowerCase() })).toEqual({ ok: true });
    expect(hex(again)).toBe(key);
    expect(states).toEqual(['open', 'locked', 'open']);
  });

  test('protects only once the code was typed back in part', async () => {
    const path = folder();
    const ring = await started(path);
    const { offered } = await ring.offerProtection({ way: 'passphrase', passphrase: PASSPHRASE });
    if (!offered) throw new Error('nothing was offered');
    expect(offered.ask).toHaveLength(2);
    expect(await ring.confirm(['0000', '0000'])).toMatchObject({ ok: false, why: 'wrong' });
    expect((await started(path)).state).toBe('unprotected');
    expect(await ring.confirm(askedOf(offered).map((each) => ` ${each.toLowerCase()}`))).toEqual({
      ok: true,
    });
    expect((await started(path)).state).toBe('locked');
    expect(await ring.confirm(askedOf(offered))).toMatchObject({ ok: false, why: 'no-way' });
  });

  test('a key store opens it by itself from the first start, and after a lock when it is asked', async () => {
    const path = folder();
    const store = storeOf('mine');
    const ring = await started(path, { store });
    expect(ring.status()).toMatchObject({ state: 'open', ways: ['keystore'], openedBy: 'keystore' });
    const key = hex(ring);
    expect(hex(await started(path, { store }))).toBe(key);
    expect(ring.lock()).toBe(true);
    expect(await ring.unlock({ by: 'keystore' })).toEqual({ ok: true });
    expect(hex(ring)).toBe(key);
  });

  test('copied to another computer, or with its key store made anew, asks for the code and never makes another key', async () => {
    const path = folder();
    const ring = await started(path, { store: storeOf('mine') });
    const offer = await ring.offerProtection({ way: 'keystore' });
    if (!offer.offered) throw new Error('nothing was offered');
    await ring.confirm(askedOf(offer.offered));
    const key = hex(ring);
    for (const store of [null, storeOf('another')]) {
      const there = await started(path, { store });
      expect(there.status()).toMatchObject({ state: 'locked', trouble: 'keystore' });
      expect(await there.unlock({ by: 'keystore' })).toMatchObject({ ok: false, why: 'keystore' });
    }
    const there = await started(path, { store: storeOf('another') });
    expect(await there.unlock({ by: 'recovery', code: offer.offered.code })).toEqual({ ok: true });
    expect(there.status()).toMatchObject({ state: 'open', trouble: null });
    expect(hex(there)).toBe(key);
    // That computer's own key store opens it from now on.
    expect(hex(await started(path, { store: storeOf('another') }))).toBe(key);
  });

  test('a key store that takes nothing is none', async () => {
    const store: WrapStore = { ...storeOf('mine'), lock: async () => Promise.reject(new Error('locked')) };
    expect((await started(folder(), { store })).state).toBe('unprotected');
  });

  test('one damaged or missing file is made again from the other', async () => {
    const path = folder();
    const ring = await started(path);
    await protect(ring);
    const text = await nodeDisk.readFile(join(path, 'keys.json'), 'utf8');
    for (const name of ['keys.json', 'keys.copy.json'])
      for (const damage of [
        () => nodeDisk.rm(join(path, name)),
        () => nodeDisk.writeFile(join(path, name), text.slice(0, 40)),
        () => nodeDisk.writeFile(join(path, name), '{"format":1}'),
      ]) {
        await damage();
        expect((await started(path)).status()).toMatchObject({ state: 'locked', trouble: null });
        expect(await nodeDisk.readFile(join(path, name), 'utf8')).toBe(text);
      }
  });

  test('both damaged, or both gone over sealed data: locked, and nothing is written', async () => {
    const path = folder();
    await started(path);
    for (const name of ['keys.json', 'keys.copy.json']) await nodeDisk.writeFile(join(path, name), '{');
    expect((await started(path)).status()).toMatchObject({ state: 'locked', trouble: 'damaged', ways: [] });
    for (const name of ['keys.json', 'keys.copy.json']) await nodeDisk.rm(join(path, name));
    expect((await started(path, { holdsSealed: async () => true })).status()).toMatchObject({
      state: 'locked',
      trouble: 'gone',
    });
    expect(await nodeDisk.readdir(path)).toEqual([]);
  });

  test('a ring that is gone comes back by its recovery code and the copy that somebody kept', async () => {
    const path = folder();
    const ring = await started(path);
    const code = await protect(ring);
    const copy = ring.copy() ?? '';
    const key = hex(ring);
    for (const name of ['keys.json', 'keys.copy.json']) await nodeDisk.rm(join(path, name));
    const there = await started(path, { holdsSealed: async () => true });
    expect(await there.unlock({ by: 'recovery', code })).toMatchObject({ ok: false, why: 'no-way' });
    expect(await there.unlock({ by: 'recovery', code, copy: 'nonsense' })).toMatchObject({ ok: false });
    expect(await there.unlock({ by: 'recovery', code, copy })).toEqual({ ok: true });
    expect(hex(there)).toBe(key);
    expect(await (await started(path)).unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toEqual({
      ok: true,
    });
  });

  test('a ring that was made anew over a lost one gives way to it, as long as nothing is sealed with it', async () => {
    const path = folder();
    const ring = await started(path);
    const code = await protect(ring);
    const copy = ring.copy() ?? '';
    const key = hex(ring);
    for (const name of ['keys.json', 'keys.copy.json']) await nodeDisk.rm(join(path, name));
    const there = await started(path);
    expect(there.state).toBe('unprotected');
    expect(
      await there.unlock({
        by: 'recovery',
        code: code.startsWith('0') ? code.replace('0', '1') : code.replace(/^./, '0'),
        copy,
      }),
    ).toMatchObject({
      ok: false,
    });
    expect(there.state).toBe('unprotected');
    const sealed = await started(path, { holdsSealed: async () => true });
    const made = hex(sealed);
    await sealed.unlock({ by: 'recovery', code, copy });
    expect(hex(sealed)).toBe(made);
    expect(await there.unlock({ by: 'recovery', code, copy })).toEqual({ ok: true });
    expect(hex(there)).toBe(key);
    expect((await started(path)).status()).toMatchObject({
      state: 'locked',
      ways: ['passphrase', 'recovery'],
    });
  });

  test('what a newer console wrote is left alone', async () => {
    const path = folder();
    await nodeDisk.writeFile(join(path, 'keys.json'), '{"format":2,"wraps":"of another kind"}');
    expect((await started(path)).status()).toMatchObject({ state: 'locked', trouble: 'newer' });
    expect(await nodeDisk.readdir(path)).toEqual(['keys.json']);
  });

  test('one wrap does not stand for another, and a changed byte opens nothing', async () => {
    const path = folder();
    const ring = await started(path);
    await protect(ring);
    const text = await nodeDisk.readFile(join(path, 'keys.json'), 'utf8');
    const sealed = /"sealed":"([^"]+)"/.exec(text)?.[1] ?? '';
    const bytes = Buffer.from(sealed, 'base64');
    for (const at of [0, 20, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      for (const name of ['keys.json', 'keys.copy.json'])
        await nodeDisk.writeFile(join(path, name), text.replace(sealed, changed.toString('base64')));
      const damaged = await started(path);
      expect(await damaged.unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({ ok: false });
    }
  });

  test('wrong passphrases wait longer and longer; a right one then opens', async () => {
    let now = 1_000;
    const path = folder();
    const ring = await started(path, { now: () => now });
    await protect(ring);
    ring.lock();
    const wrong = () => ring.unlock({ by: 'passphrase', passphrase: 'no' });
    expect(await wrong()).toMatchObject({ why: 'wrong', waitSeconds: 0 });
    expect(await wrong()).toMatchObject({ why: 'wrong', waitSeconds: 0 });
    expect(await wrong()).toMatchObject({ why: 'wrong', waitSeconds: 1 });
    expect(await ring.unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({
      why: 'wait',
      waitSeconds: 1,
    });
    now += 1_000;
    expect(await wrong()).toMatchObject({ why: 'wrong', waitSeconds: 2 });
    now += 2_000;
    expect(await ring.unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toEqual({ ok: true });
  });

  test('another passphrase or code takes the one that holds; after the recovery code it does not', async () => {
    const path = folder();
    const ring = await started(path);
    const code = await protect(ring);
    const key = hex(ring);
    expect(await ring.changePassphrase('no', 'second')).toMatchObject({ why: 'wrong' });
    expect(await ring.changePassphrase(PASSPHRASE, 'second')).toEqual({ ok: true });
    expect(await ring.offerRecoveryCode(PASSPHRASE)).toMatchObject({ why: 'wrong' });
    ring.lock();
    expect(await ring.unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({ why: 'wrong' });
    expect(await ring.unlock({ by: 'recovery', code })).toEqual({ ok: true });
    expect(await ring.changePassphrase('', 'third')).toEqual({ ok: true });
    const { offered } = await ring.offerRecoveryCode('third');
    if (!offered) throw new Error('nothing was offered');
    await ring.confirm(askedOf(offered));
    const again = await started(path);
    expect(await again.unlock({ by: 'recovery', code })).toMatchObject({ why: 'wrong' });
    expect(await again.unlock({ by: 'recovery', code: offered.code })).toEqual({ ok: true });
    expect(hex(again)).toBe(key);
    again.lock();
    expect(await again.unlock({ by: 'passphrase', passphrase: 'third' })).toEqual({ ok: true });
  });

  test('a changed byte in either file costs nothing: the other one serves, and is not written over with it', async () => {
    for (const protects of [false, true]) {
      const path = folder();
      const ring = await started(path);
      const key = hex(ring);
      const code = protects ? await protect(ring) : '';
      const text = await nodeDisk.readFile(join(path, 'keys.json'), 'utf8');
      for (const name of ['keys.json', 'keys.copy.json'])
        for (let at = 0; at < text.length; at += protects ? 61 : 11) {
          const other = text[at] === 'A' ? 'B' : 'A';
          await nodeDisk.writeFile(join(path, name), text.slice(0, at) + other + text.slice(at + 1));
          const there = await started(path);
          if (protects) expect(await there.unlock({ by: 'recovery', code })).toEqual({ ok: true });
          expect(hex(there)).toBe(key);
          expect(there.status().trouble).toBeNull();
          for (const each of ['keys.json', 'keys.copy.json'])
            expect(await nodeDisk.readFile(join(path, each), 'utf8')).toBe(text);
        }
    }
  });

  test('where both files have a changed byte, what is whole in them opens it, and nothing is written', async () => {
    const path = folder();
    const ring = await started(path);
    const key = hex(ring);
    const code = await protect(ring);
    const copy = ring.copy() ?? '';
    const text = await nodeDisk.readFile(join(path, 'keys.json'), 'utf8');
    const damage = async (of: RegExp) => {
      const damaged = text.replace(
        of,
        (_, before: string, one: string) => before + (one === 'A' ? 'B' : 'A'),
      );
      expect(damaged).not.toBe(text);
      for (const name of ['keys.json', 'keys.copy.json']) await nodeDisk.writeFile(join(path, name), damaged);
      const there = await started(path);
      expect(there.status()).toMatchObject({ state: 'locked', trouble: 'damaged' });
      expect(await nodeDisk.readFile(join(path, 'keys.copy.json'), 'utf8')).toBe(damaged);
      return there;
    };
    const there = await damage(/("kind":"passphrase".*?"sealed":".{20})(.)/);
    expect(await there.unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({ why: 'wrong' });
    expect(await there.unlock({ by: 'recovery', code })).toEqual({ ok: true });
    expect(hex(there)).toBe(key);
    // What the page kept opens it where nothing in the files does.
    const nothing = await damage(/("kind":"recovery".*?"sealed":".{20})(.)/);
    expect(await nothing.unlock({ by: 'recovery', code })).toMatchObject({ why: 'wrong' });
    expect(await nothing.unlock({ by: 'recovery', code, copy })).toEqual({ ok: true });
    expect(hex(nothing)).toBe(key);
    expect((await started(path)).status()).toMatchObject({ ways: ['passphrase', 'recovery'], trouble: null });
  });

  test('with another console’s file in place of one, its own is kept, and put back it opens as before', async () => {
    const [mine, other] = [folder(), folder()];
    const ring = await started(mine);
    await started(other);
    const own = await nodeDisk.readFile(join(mine, 'keys.json'), 'utf8');
    await nodeDisk.copyFile(join(other, 'keys.json'), join(mine, 'keys.json'));
    await started(mine);
    const kept = (await nodeDisk.readdir(mine)).filter((name) => /^keys\.[0-9a-f]{16}\.json$/.test(name));
    expect(kept).toHaveLength(1);
    expect(await nodeDisk.readFile(join(mine, kept[0] ?? ''), 'utf8')).toBe(own);
    for (const name of ['keys.json', 'keys.copy.json'])
      await nodeDisk.copyFile(join(mine, kept[0] ?? ''), join(mine, name));
    expect(hex(await started(mine))).toBe(hex(ring));
  });

  test('a file that cannot be read is made again from the other; a full disk keeps nobody out', async () => {
    const path = '/ring';
    const disk = new MemoryDisk(async () => undefined);
    const functions = disk.functions() as unknown as RingDisk;
    const ring = await started(path, { disk: functions });
    const unread: RingDisk = {
      ...functions,
      readFile: (async (name: string, form: 'utf8') => {
        if (name.endsWith('keys.json')) throw Object.assign(new Error('bad block'), { code: 'EIO' });
        return functions.readFile(name, form);
      }) as RingDisk['readFile'],
    };
    expect(hex(await started(path, { disk: unread }))).toBe(hex(ring));
    const full: RingDisk = {
      ...unread,
      open: (async () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      }) as RingDisk['open'],
    };
    expect(hex(await started(path, { disk: full }))).toBe(hex(ring));
  });

  test('a disk that fills at any step while it is protected leaves it as it was, and another try protects it', async () => {
    for (let at = 0, ended = false; !ended; at++) {
      const path = folder();
      let left = Number.POSITIVE_INFINITY;
      const disk: RingDisk = {
        ...nodeDisk,
        open: (async (name: string, flags: string, mode?: number) => {
          const file = await nodeDisk.open(name, flags, mode);
          const write = file.writeFile.bind(file);
          file.writeFile = async (...input: Parameters<typeof write>) => {
            if (left-- > 0) return write(...input);
            throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          };
          return file;
        }) as RingDisk['open'],
      };
      const ring = await started(path, { disk });
      const store = storeOf('mine');
      const { offered } = await ring.offerProtection({ way: 'passphrase', passphrase: PASSPHRASE });
      if (!offered) throw new Error('nothing was offered');
      left = at;
      ended = await ring.confirm(askedOf(offered)).then(
        () => true,
        () => false,
      );
      left = Number.POSITIVE_INFINITY;
      if (ended) break;
      expect(ring.state).toBe('unprotected');
      expect((await started(path, { store })).state).toBe('unprotected');
      expect(await ring.confirm(askedOf(offered))).toEqual({ ok: true });
      for (const name of await nodeDisk.readdir(path))
        expect(await nodeDisk.readFile(join(path, name), 'utf8')).not.toContain('"clear"');
    }
  });

  test('locked while a passphrase is being changed, it opens by the new one', async () => {
    atRealCost();
    const path = folder();
    const ring = await started(path);
    const key = hex(ring);
    const code = await protect(ring);
    ring.lock();
    await ring.unlock({ by: 'recovery', code });
    const changing = ring.changePassphrase('', 'another good one');
    // Its scrypt takes far longer.
    await new Promise((done) => setTimeout(done, 20));
    expect(ring.lock()).toBe(true);
    expect(await changing).toEqual({ ok: true });
    expect(ring.status()).toMatchObject({ state: 'locked', openedBy: null });
    expect(await ring.unlock({ by: 'passphrase', passphrase: 'another good one' })).toEqual({ ok: true });
    expect(hex(ring)).toBe(key);
  });

  test('killed, or without power, at any step of the disk it opens as before or as after', async () => {
    class Cut extends Error {}
    let ended = false;
    for (let at = 0; !ended; at++) {
      for (const power of [false, true]) {
        const disk = new MemoryDisk(async () => undefined);
        const store = storeOf('mine');
        const parts = { store, disk: disk.functions() as unknown as RingDisk };
        const ring = await started('/ring', parts);
        const key = hex(ring);
        let left = at;
        const cut = disk.seenBy(async () => {
          if (left-- <= 0) throw new Cut();
        });
        const dying = await started('/ring', { store, disk: cut.functions() as unknown as RingDisk });
        const { offered } = await dying.offerProtection({ way: 'keystore' });
        if (!offered) throw new Error('nothing was offered');
        const done = await dying.confirm(askedOf(offered)).then(
          () => true,
          (error: unknown) => {
            expect(error).toBeInstanceOf(Cut);
            return false;
          },
        );
        if (power) disk.cutPower(new Random(at));
        const after = await started('/ring', { ...parts, holdsSealed: async () => true });
        expect(after.status()).toMatchObject({ state: 'open', trouble: null });
        expect(hex(after)).toBe(key);
        if (done) expect(after.status().ways).toContain('recovery');
        ended = done;
      }
    }
  });

  test('no power at the first start: what counts as made is there, or nothing is', async () => {
    class Cut extends Error {}
    for (let at = 0, ended = false; !ended; at++) {
      const disk = new MemoryDisk(async () => undefined);
      let left = at;
      const cut = disk.seenBy(async () => {
        if (left-- <= 0) throw new Cut();
      });
      const first = new KeyRing({
        folder: '/ring',
        store: null,
        holdsSealed: async () => false,
        now: () => 0,
        disk: cut.functions() as unknown as RingDisk,
      });
      const made = await first.ready().then(
        () => true,
        () => false,
      );
      disk.cutPower(new Random(at));
      const after = await started('/ring', { disk: disk.functions() as unknown as RingDisk });
      expect(after.state).toBe('unprotected');
      if (made) expect(hex(after)).toBe(hex(first));
      ended = made;
    }
  });
});
