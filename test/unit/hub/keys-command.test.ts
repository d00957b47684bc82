/** `npm run hub -- keys` as an operator runs it: made, rotated, withdrawn, backed up and restored, each with its audit entry. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditRecord } from '../../../shared/certification/schema.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { type CommandEnd, hubCommand } from '../../helpers/hub-command.ts';
import { sql } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const PASSPHRASE = 'a long passphrase of the test';
let hub: TestHub;
let admin: TestDevice;
const { path: folder, remove } = temporaryFolder();
beforeAll(async () => {
  hub = await startTestHub();
  admin = await TestDevice.enrol(hub, sample.people.certificationAdmin.id);
});
afterAll(async () => {
  await hub.stop();
  remove();
});

const keys = (args: readonly string[], env: Record<string, string> = {}): Promise<CommandEnd> =>
  hubCommand(['keys', ...args], { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret, ...env });
const listed = async () => (await keys(['list'])).output.split('\n').slice(1);
const sealed = () =>
  sql<{ id: string; sealed: string }>(hub.databaseUrl, 'SELECT id, sealed FROM issuer_keys ORDER BY id');

/** What admins see of it: as their consoles get it by sync. */
async function trail(prefix = 'issuer-key'): Promise<string[]> {
  const { rows } = await admin.pullAll('registry');
  return rows
    .filter(({ table }) => table === 'audits')
    .map(({ data }) => auditRecord.parse(data))
    .filter(({ action }) => action.startsWith(prefix))
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ by, action, reason }) => `${by?.name ?? 'operator'} ${action} ${reason}`.trim());
}

describe('[C6][C7] the operator’s keys', () => {
  test('the id of a key may begin with a dash', async () => {
    const unknown = `--${'x'.repeat(41)}`;
    const { code, output } = await keys(['revoke', unknown, '--reason', 'Not there']);
    expect(code).toBe(1);
    expect(output).not.toMatch(/option/i);
  });
  test('made with the hub, rotated, withdrawn: who signs is told, and each is in the trail that admins have', async () => {
    expect(await trail()).toEqual(['operator issuer-key-made']);
    expect(await listed()).toEqual([expect.stringMatching(/ signs$/)]);
    expect(await keys(['rotate'])).toMatchObject({
      code: 1,
      output: 'Say why: --reason TEXT, up to 300 characters.',
    });
    expect((await keys(['rotate', '--reason', 'Yearly'])).code).toBe(0);
    const [signs, retired] = await listed();
    expect(signs).toMatch(/ signs$/);
    expect(retired).toMatch(/ retired \d{4}-/);
    const oldId = retired?.split(' ')[0] ?? '';
    expect(await keys(['revoke', signs?.split(' ')[0] ?? '', '--reason', 'x'])).toMatchObject({
      code: 1,
      output: 'This key still signs. Rotate first, then withdraw it.',
    });
    const withdrawn = await keys(['revoke', oldId, '--reason', 'The laptop was stolen']);
    expect(withdrawn.output).toMatch(
      /is withdrawn\. It may have signed \d+ credentials?, which no longer count/,
    );
    expect(await trail()).toEqual([
      'operator issuer-key-made',
      'operator issuer-key-rotated Yearly',
      'operator issuer-key-revoked The laptop was stolen',
    ]);
  });

  test('a backup is sealed, for its owner only, never over another file, and leaves an entry; without a passphrase there is none', async () => {
    const to = join(folder, 'keys.jwe');
    expect(await keys(['backup', '--to', to], { KEY_PASSPHRASE: 'short' })).toMatchObject({
      code: 1,
      output: 'Give a passphrase of at least 12 characters in KEY_PASSPHRASE.',
    });
    expect(existsSync(to)).toBe(false);
    expect(await keys(['backup', '--to', to], { KEY_PASSPHRASE: PASSPHRASE })).toMatchObject({ code: 0 });
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(readFileSync(to, 'utf8')).not.toContain('"d"');
    expect((await trail()).at(-1)).toBe('operator issuer-keys-backed-up');
    const entries = (await trail()).length;
    const again = await keys(['backup', '--to', to], { KEY_PASSPHRASE: PASSPHRASE });
    expect(again.output).toContain('A backup never overwrites');
    // With another secret the keys cannot be opened, and no file is left.
    const other = join(folder, 'other.jwe');
    const secret = randomBytes(24).toString('base64url');
    expect(
      (await keys(['backup', '--to', other], { KEY_PASSPHRASE: PASSPHRASE, HUB_SECRET: secret })).output,
    ).toContain('HUB_SECRET is not the one that the hub’s keys are sealed with');
    expect(existsSync(other)).toBe(false);
    expect(await trail()).toHaveLength(entries);
  });

  test('a mistyped secret makes no key, restores none and withdraws none: it is proved first', async () => {
    const mistyped = { HUB_SECRET: `${hub.secret}x`, KEY_PASSPHRASE: PASSPHRASE };
    const before = await sealed();
    const entries = await trail();
    for (const args of [
      ['rotate', '--reason', 'Yearly'],
      ['revoke', before[0]?.id ?? '', '--reason', 'x'],
      ['restore', '--from', join(folder, 'keys.jwe'), '--reason', 'x'],
      ['address', 'https://hub.example.com', '--reason', 'x'],
    ])
      expect(await keys(args, mistyped), args[0]).toMatchObject({
        code: 1,
        output: expect.stringContaining('Nothing was changed. Look for the right one'),
      });
    expect((await keys(['rotate', '--reason', 'x', '--new-secret'])).output).toContain(
      'This is the secret that the hub has',
    );
    expect(
      (await keys(['rotate', '--reason', 'x', '--new-secret'], { HUB_SECRET: 'short' })).output,
    ).toContain('HUB_SECRET has 5 characters. Give 32 or more');
    expect(await sealed()).toEqual(before);
    expect(await trail()).toEqual(entries);
  });

  test('the address of credentials can be set until one was issued, and a start that differs says so', async () => {
    expect((await keys(['address', 'https://hub.example.com', '--reason', 'x'])).output).toMatch(
      /Credentials were issued \(\d+\), and name http.* for good/,
    );
    const fresh = await startTestHub({ sample: false });
    try {
      expect(fresh.output()).toContain('HUB_PUBLIC_URL is not set: credentials name http://127.0.0.1:');
      const env = { DATABASE_URL: fresh.databaseUrl, HUB_SECRET: fresh.secret };
      const set = await hubCommand(
        ['keys', 'address', 'https://hub.example.com/', '--reason', 'Forgotten'],
        env,
      );
      expect(set.output).toContain('Credentials name https://hub.example.com from now on.');
      await fresh.restart();
      const jwks = (await (await fetch(`${fresh.url}/.well-known/jwks.json`)).json()) as {
        keys: { kid: string }[];
      };
      expect(jwks.keys.map(({ kid }) => kid)).toEqual([
        expect.stringMatching(/^https:\/\/hub\.example\.com/),
      ]);
      const other = await startTestHub({
        sample: false,
        beside: fresh,
        env: { HUB_PUBLIC_URL: 'https://other.example.com' },
      });
      expect(other.output()).toContain(
        'HUB_PUBLIC_URL is https://other.example.com, and credentials name https://hub.example.com, which stays.',
      );
      await other.stop();
    } finally {
      await fresh.stop();
    }
  });

  test('where the secret is lost, the keys of a backup are sealed with the new one; a wrong passphrase changes nothing', async () => {
    const from = join(folder, 'keys.jwe');
    const secret = randomBytes(24).toString('base64url');
    const before = await sealed();
    const restore = (env: Record<string, string>, file = from) =>
      keys(['restore', '--from', file, '--reason', 'The secret was lost', '--new-secret'], {
        HUB_SECRET: secret,
        ...env,
      });
    expect((await restore({ KEY_PASSPHRASE: 'another long passphrase' })).output).toContain(
      'does not open: the passphrase is another, or it is no backup of keys. Nothing was changed.',
    );
    const text = join(folder, 'text.jwe');
    writeFileSync(text, 'no backup');
    expect((await restore({ KEY_PASSPHRASE: PASSPHRASE }, text)).code).toBe(1);
    expect((await restore({ KEY_PASSPHRASE: PASSPHRASE }, join(folder, 'none'))).output).toContain(
      'cannot be read (ENOENT)',
    );
    writeFileSync(text, Buffer.alloc(2_000_000));
    expect((await restore({ KEY_PASSPHRASE: PASSPHRASE }, text)).output).toContain('larger than');
    expect(await sealed()).toEqual(before);

    const done = await restore({ KEY_PASSPHRASE: PASSPHRASE });
    expect(done).toMatchObject({ code: 0 });
    expect(done.output).toContain('Sealed with the hub’s secret again: 2 keys.');
    expect((await trail()).at(-1)).toBe('operator issuer-keys-restored The secret was lost');
    // The new secret opens them now: a backup with it says so, and the old one does not.
    const to = join(folder, 'after.jwe');
    const env = { KEY_PASSPHRASE: PASSPHRASE };
    expect((await keys(['backup', '--to', to], { ...env, HUB_SECRET: secret })).code).toBe(0);
    expect((await keys(['backup', '--to', join(folder, 'old.jwe')], env)).code).toBe(1);
    expect((await sealed()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    // And the hub starts with it, though what it had sealed with the old one does not open any more.
    await hub.stop();
    hub = await startTestHub({ beside: { ...hub, secret }, port: hub.port });
    await admin.authenticate();
    expect((await admin.askPull('registry', null)).status).toBe(200);
  });

  test('what the operator does with people and devices is in the trail, too, and what was not is there after a start', async () => {
    expect(await trail('enrol')).toEqual(['operator enrolment-code', 'Sample Certification Admin enrolled']);
    await sql(
      hub.databaseUrl,
      "INSERT INTO audit (action, subject, detail, reason) VALUES ('restored', 'hub', '{}', 'Of before')",
    );
    // One of which nothing can be made is left, and the hub starts all the same.
    await sql(
      hub.databaseUrl,
      "INSERT INTO audit (action, subject, detail) VALUES ('restored', repeat('x', 5000), '{}')",
    );
    expect(await trail('restored')).toEqual([]);
    await hub.restart();
    await admin.authenticate();
    expect(await trail('restored')).toEqual(['operator restored Of before']);
  });
});
