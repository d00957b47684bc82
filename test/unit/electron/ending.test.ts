/** A device that was ended: what may be wiped when, in what order, and what a kill in between leaves (security 29). */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Endings } from '../../../electron/services/ending.ts';
import type { HubClient } from '../../../electron/services/hub-client.ts';
import type { Handlers } from '../../../shared/bridge/contract.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

const DEVICE = '01990000-0000-7000-8000-00000000d001';
const HUB = 'https://hub.example.com';
const lost = { edits: 0, files: 0 };
const all = { mutations: [], done: { left: [] } };

/** A console's folder with all that it may hold. */
async function computer() {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  for (const folder of ['journal', 'blobs/sealed', 'transfers', 'bags', 'logs'])
    await mkdir(join(path, folder), { recursive: true });
  for (const file of [
    'keys.json',
    'keys.copy.json',
    'keys.0123.json',
    'lease.json',
    'all-sealed',
    'window.json',
  ])
    await writeFile(join(path, file), 'secret');
  await writeFile(join(path, 'journal', `${DEVICE}.journal`), 'edits');
  await writeFile(join(path, 'blobs/sealed/file'), 'content');
  const seen: string[] = [];
  let hand: HubClient['handOver'] = async () => ({ ok: true, value: { kept: 3 } });
  let letGo = async () => void seen.push(`let go: ${existsSync(join(path, 'keys.json'))}`);
  const start = () =>
    new Endings({
      folder: path,
      client: { handOver: (piece) => hand(piece) },
      now: () => new Date('2026-11-29T10:00:00Z'),
      letGo: () => letGo(),
      beginAnew: async () => void seen.push('anew'),
      changed: () => seen.push('changed'),
    });
  return {
    ...{ path, seen, start },
    hands: (by: HubClient['handOver']) => {
      hand = by;
    },
    /** The process ends in the middle of the wiping: its promise never comes. */
    killed: () => {
      letGo = () => new Promise(() => undefined);
    },
    lives: () => {
      letGo = async () => undefined;
    },
  };
}

describe('a device that was ended', () => {
  test('security 29: is noted before anything is done, and answers nothing else from then on', async () => {
    const { start, path } = await computer();
    const endings = start();
    const handlers = {
      'hub.pull': async () => 'rows',
      'journal.append': async () => 'kept',
      'keys.state': async () => 'state',
      'blob.save': async () => 'saved',
    } as unknown as Handlers;
    const closed = endings.closed(handlers) as unknown as Record<string, (input: object) => Promise<unknown>>;
    expect(await closed['hub.pull']?.({})).toBe('rows');
    await endings.ended({ data: 'hand-over' }, DEVICE, HUB);
    expect(await closed['hub.pull']?.({})).toMatchObject({ ok: false, failure: { code: 'device-ended' } });
    expect(await closed['journal.append']?.({})).toMatchObject({ ok: false });
    expect(await closed['keys.state']?.({})).toBe('state');
    expect(await closed['blob.save']?.({})).toBe('saved');
    // The next start knows it as well.
    expect(start().ending).toMatchObject({ stage: 'ended', data: 'hand-over', handedOver: null });
    expect(existsSync(join(path, 'keys.json'))).toBe(true);
  });

  test('security 29: is not wiped before the hub has all, but by its person’s word', async () => {
    const { start, hands, path } = await computer();
    const endings = start();
    const calls = endings.handlers();
    expect(await calls['ending.wipe']({ by: 'person', lost })).toMatchObject({ ok: false });
    await endings.ended({ data: 'hand-over' }, DEVICE, HUB);
    expect(await calls['ending.wipe']({ by: 'handed-over', lost })).toMatchObject({ ok: false });
    expect(await calls['ending.wipe']({ by: 'revoker', lost })).toMatchObject({ ok: false });
    hands(async () => ({ ok: false, failure: { kind: 'offline', code: 'refused', message: 'No line.' } }));
    expect(await calls['ending.hand'](all)).toMatchObject({ ok: false });
    expect(await calls['ending.wipe']({ by: 'handed-over', lost })).toMatchObject({ ok: false });
    hands(async () => ({ ok: true, value: { kept: 3 } }));
    // A piece is not all.
    await calls['ending.hand']({ mutations: [], done: null });
    expect(await calls['ending.wipe']({ by: 'handed-over', lost })).toMatchObject({ ok: false });
    expect(existsSync(join(path, 'keys.json'))).toBe(true);
    await calls['ending.hand'](all);
    expect(await calls['ending.wipe']({ by: 'handed-over', lost })).toMatchObject({ ok: true });
    expect(endings.ending).toMatchObject({ stage: 'wiping', handedOver: 3, by: 'handed-over' });
  });

  test('a last piece whose answer was lost counts once the hub says that it has it', async () => {
    const { start, hands } = await computer();
    const endings = start();
    const calls = endings.handlers();
    await endings.ended({ data: 'hand-over' }, DEVICE, HUB);
    await calls['ending.hand']({ mutations: [], done: null });
    hands(async () => ({ ok: false, failure: { kind: 'refused', code: 'handed-over', message: 'Known.' } }));
    expect(await calls['ending.hand'](all)).toMatchObject({ failure: { code: 'handed-over' } });
    expect(await calls['ending.wipe']({ by: 'handed-over', lost })).toMatchObject({ ok: true });
  });

  test('security 29: one that was stolen hands over nothing and is wiped by the word of who ended it', async () => {
    const { start } = await computer();
    const endings = start();
    const calls = endings.handlers();
    await endings.ended({ data: 'hand-over' }, DEVICE, HUB);
    // Somebody heard of a theft after that.
    await endings.ended({ data: 'wipe' }, DEVICE, HUB);
    expect(await calls['ending.hand'](all)).toMatchObject({ ok: false });
    expect(await calls['ending.wipe']({ by: 'revoker', lost: { edits: 2, files: 1 } })).toMatchObject({
      ok: true,
    });
    expect(endings.ending).toMatchObject({ by: 'revoker', lost: { edits: 2, files: 1 } });
  });
});

describe('wiping', () => {
  test('security 29: destroys the keys first, then all that they sealed; what is none of it stays', async () => {
    const { start, path, seen } = await computer();
    const endings = start();
    const calls = endings.handlers();
    await endings.ended({ data: 'wipe' }, DEVICE, HUB);
    await calls['ending.wipe']({ by: 'revoker', lost });
    expect(seen).toContain('let go: false');
    expect((await readdir(path)).sort()).toEqual(['ended.json', 'logs', 'window.json']);
    expect(endings.isWiping).toBe(true);
    expect(await calls['ending.forget']({})).toMatchObject({ ok: false });
    expect(await calls['ending.cleared']({})).toMatchObject({ ok: true });
    expect(endings.ending?.stage).toBe('wiped');
    expect(await readFile(join(path, 'ended.json'), 'utf8')).not.toContain('secret');
    expect(await calls['ending.forget']({})).toMatchObject({ ok: true });
    expect(endings.ending).toBeNull();
    expect(seen.at(-2)).toBe('anew');
  });

  test('security 29: killed behind its first step, the next start ends it, and the keys are gone before anybody opens them', async () => {
    const { start, path, killed, lives } = await computer();
    const endings = start();
    await endings.ended({ data: 'wipe' }, DEVICE, HUB);
    killed();
    void endings.handlers()['ending.wipe']({ by: 'revoker', lost });
    while (existsSync(join(path, 'keys.0123.json'))) await new Promise((done) => setTimeout(done, 5));
    expect(existsSync(join(path, 'journal'))).toBe(true);
    lives();
    const next = start();
    expect(next.isWiping).toBe(true);
    for (const name of ['keys.json', 'keys.copy.json', 'lease.json'])
      expect(existsSync(join(path, name)), name).toBe(false);
    await next.removeAll();
    expect((await readdir(path)).sort()).toEqual(['ended.json', 'logs', 'window.json']);
    expect(await next.handlers()['ending.cleared']({})).toMatchObject({ ok: true });
  });

  test('a start that was not told of an end wipes nothing', async () => {
    const { start, path } = await computer();
    await start().removeAll();
    await writeFile(join(path, 'ended.json'), '{"stage":"wiping"}');
    await start().removeAll();
    expect(existsSync(join(path, 'keys.json'))).toBe(true);
  });
});
