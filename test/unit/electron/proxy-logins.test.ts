import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loginFile } from '../../../electron/services/login-file.ts';
import { ProxyLogins } from '../../../electron/services/proxy-logins.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder: { path: string; remove(): void };
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const proxy = 'proxy.example:8080';
/** Stands for the key store of a computer: not the same text, and back. */
const keys = {
  lock: async (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x55)),
  unlock: async (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x55)).toString('utf8'),
};
const path = () => join(folder.path, 'shell', 'proxy-login');

async function opened(locks: typeof keys | null = keys): Promise<ProxyLogins> {
  const logins = new ProxyLogins(loginFile(path(), locks));
  await logins.open();
  return logins;
}

describe('the login for a proxy', () => {
  test('is kept locked by the key store, for the proxy that asked and for no other', async () => {
    const logins = await opened();
    expect(await logins.give('sample.engineer', 'a secret word')).toBeNull();
    expect(logins.answerFor(proxy)).toBeNull();
    expect(logins.state).toMatchObject({ asked: proxy, name: null });
    expect(await logins.give('sample.engineer', 'a secret word')).toBe(true);
    const bytes = readFileSync(path());
    expect(bytes.toString('latin1')).not.toMatch(/secret|sample/);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const again = await opened();
    expect(again.answerFor('stranger.example:8080')).toBeNull();
    expect(again.answerFor(proxy)).toEqual({ proxy, name: 'sample.engineer', password: 'a secret word' });
    expect(again.state).toMatchObject({ name: 'sample.engineer', kept: true });
  });

  test('what was refused is not tried again until a person gives another: companies lock accounts', async () => {
    const logins = await opened();
    logins.answerFor(proxy);
    await logins.give('sample.engineer', 'old');
    expect(logins.answerFor(proxy)).not.toBeNull();
    logins.refuse();
    expect(logins.answerFor(proxy)).toBeNull();
    expect(logins.state).toMatchObject({ refused: true });
    await logins.give('sample.engineer', 'new');
    expect(logins.answerFor(proxy)?.password).toBe('new');
  });

  test('security 22: without a key store it lives until the console is closed, and no file is written', async () => {
    const logins = await opened(null);
    logins.answerFor(proxy);
    expect(await logins.give('sample.engineer', 'a word')).toBe(false);
    expect(logins.answerFor(proxy)?.password).toBe('a word');
    expect(() => readFileSync(path())).toThrow('ENOENT');
    expect((await opened(null)).answerFor(proxy)).toBeNull();
  });

  test('a damaged file is asked for again, and what is forgotten is gone', async () => {
    mkdirSync(join(folder.path, 'shell'));
    writeFileSync(path(), 'nothing that was locked');
    const logins = await opened();
    expect(logins.answerFor(proxy)).toBeNull();
    await logins.give('sample.engineer', 'a word');
    await logins.forget();
    expect(logins.answerFor(proxy)).toBeNull();
    expect(() => readFileSync(path())).toThrow('ENOENT');
  });
});
