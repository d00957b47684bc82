import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jwksOf } from '../../../shared/certification/keys.ts';
import { aCredential, anIssuer, facts, ISSUER, statusLists } from '../../helpers/credentials.ts';

let folder = '';
const at = (name: string) => join(folder, name);
const AT = ['--at', '2026-11-20T09:00:00Z'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-cli-'));
  const issuer = await anIssuer();
  const [revocation = '', suspension = ''] = await statusLists(issuer);
  const [revoked = ''] = await statusLists(issuer, { revoked: [4_711] });
  const token = await aCredential(issuer);
  const files = {
    'jwks.json': JSON.stringify(jwksOf([issuer.key])),
    'credential.jwt': `${token}\n`,
    'changed.jwt': `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`,
    'text.jwt': 'no credential',
    'revocation.jwt': revocation,
    'suspension.jwt': suspension,
    'revoked.jwt': revoked,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cli(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; error: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [resolve('cli/main.ts'), ...args],
      { env: { ...process.env, ...env } },
      (failed, out, error) => {
        done({ code: failed ? Number(failed.code) : 0, out, error });
      },
    );
  });
}
const verify = (name: string, ...more: string[]) =>
  cli(['credential', 'verify', at(name), '--jwks', at('jwks.json'), ...more]);
const LISTS = () => ['--status-list', at('revocation.jwt'), '--status-list', at('suspension.jwt')];

describe('cli credential and keys', () => {
  test('verify: valid is exit 0, with every check and the list’s age', async () => {
    const { code, out } = await verify('credential.jwt', ...LISTS(), ...AT);
    expect(code).toBe(0);
    expect(out).toContain('Valid. Sample Engineer One’s certification is valid until 18 November 2027.');
    for (const check of [
      'Signature',
      'Issuer trusted',
      'Time',
      'Not revoked or suspended',
      'Holder',
      'Product and level',
    ])
      expect(out).toContain(`${check}:`);
    expect(out).toContain('The status list is of 18 November 2026, 1 day old.');
  });
  test('verify: revoked is exit 1, as JSON too; text is exit 2', async () => {
    const revoked = await verify('credential.jwt', '--status-list', at('revoked.jwt'), '--json', ...AT);
    expect(revoked.code).toBe(1);
    expect(JSON.parse(revoked.out)).toMatchObject({
      kind: 'revoked',
      accepted: false,
      at: '2026-11-20T09:00:00Z',
    });
    expect((await verify('changed.jwt', ...LISTS(), ...AT)).code).toBe(1);
    const text = await verify('text.jwt', ...AT);
    expect(text).toMatchObject({ code: 2, out: expect.stringContaining('Unreadable.') });
  });
  test('what is asked wrongly is exit 2, in one line', async () => {
    const wrong = [
      [['credential'], 'Say what to do'],
      [['credential', 'verify'], 'Say which credential'],
      [['credential', 'verify', at('credential.jwt')], '--jwks FILE'],
      [['credential', 'verify', at('nothing.jwt'), '--jwks', at('jwks.json')], 'cannot be read (ENOENT)'],
      [['credential', 'verify', at('credential.jwt'), '--jwks', at('text.jwt')], 'is no JSON'],
      [
        ['credential', 'verify', at('credential.jwt'), '--jwks', at('jwks.json'), '--at', 'today'],
        'is no time',
      ],
      [['keys', 'rotate', at('none')], 'KEY_PASSPHRASE'],
    ] as const;
    await Promise.all(
      wrong.map(async ([args, told]) => {
        const { code, error } = await cli([...args], { KEY_PASSPHRASE: '' });
        expect(code).toBe(2);
        expect(error).toContain(told);
        expect(error.trim().split('\n')).toHaveLength(1);
      }),
    );
  });
  test('[C7] a key is made, backed up and rotated; what either signed verifies with the folder’s set', {
    timeout: 60_000,
  }, async () => {
    const env = { KEY_PASSPHRASE: 'a made-up passphrase' };
    const keys = at('keys');
    expect((await cli(['keys', 'rotate', keys], env)).error).toContain('--issuer');
    expect(await cli(['keys', 'rotate', keys, '--issuer', ISSUER], env)).toMatchObject({ code: 0 });
    const [sealed = ''] = readdirSync(keys).filter((name) => name.endsWith('.jwe'));
    expect(readFileSync(join(keys, sealed), 'utf8')).not.toContain('"d"');
    const now = new Date();
    writeFileSync(
      at('claims.json'),
      JSON.stringify(
        facts({
          validFrom: now.toISOString(),
          validUntil: new Date(now.getTime() + 86_400_000).toISOString(),
        }),
      ),
    );
    const issue = ['credential', 'issue', at('claims.json'), '--key', join(keys, sealed)];
    expect((await cli(issue, { KEY_PASSPHRASE: 'another passphrase' })).error).toContain('does not open');
    const issued = await cli(issue, env);
    expect(issued).toMatchObject({ code: 0 });
    writeFileSync(at('issued.jwt'), issued.out);

    expect(await cli(['keys', 'backup', keys, '--to', at('copy')], env)).toMatchObject({ code: 0 });
    expect((await cli(['keys', 'backup', keys, '--to', at('copy')], env)).error).toContain(
      'never overwrites',
    );
    expect(existsSync(join(at('copy'), sealed))).toBe(true);
    expect(await cli(['keys', 'rotate', keys, '--alg', 'EdDSA'], env)).toMatchObject({ code: 0 });
    const set = JSON.parse(readFileSync(join(keys, 'jwks.json'), 'utf8'));
    expect(set.keys.map((key: { alg: string; exp?: number }) => [key.alg, key.exp !== undefined])).toEqual([
      ['EdDSA', false],
      ['ES256', true],
    ]);
    const told = await cli(['credential', 'verify', at('issued.jwt'), '--jwks', join(keys, 'jwks.json')]);
    expect(told).toMatchObject({ code: 0, out: expect.stringContaining('Status not known.') });
  });
});
