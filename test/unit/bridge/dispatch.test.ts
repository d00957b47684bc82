import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { BridgeRefusal, CallFault, dispatch, failedCall } from '../../../electron/services/dispatch.ts';
import { ShellLog } from '../../../electron/services/shell-log.ts';
import { type CallName, CHUNK_BYTES, calls, type Handlers } from '../../../shared/bridge/contract.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import { aCompleteCase, NOW, zoned } from '../../helpers/builders.ts';
import { anEdit } from '../../helpers/edits.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const id = '01990000-0000-7000-8000-000000000001';
const hash = 'a'.repeat(64);

const packet = makePacket({
  id,
  revision: 1,
  createdAt: zoned(NOW),
  by: { id, name: 'Sample Engineer One' },
  contents: aCompleteCase().build(),
  findings: [],
});

/** An input that fits, for each call; fuzzing starts from these. */
const fitting: { [N in CallName]: Record<string, unknown> } = {
  'app.info': {},
  'app.licences': {},
  'update.state': {},
  'update.look': {},
  'update.fetch': {},
  'update.stop': {},
  'update.choose': {},
  'update.install': {},
  'app.notices': {},
  'opening.take': {},
  'opening.read': { file: id, offset: 0, length: 1024 },
  'window.notify': {
    title: 'T-1042: a new P1',
    body: 'Nobody has acknowledged it yet.',
    to: `/level3/${id}`,
  },
  'log.report': { where: 'counting', name: 'TypeError', code: null, frames: [], paths: [], times: 1 },
  'log.read': {},
  'window.saved': { unsaved: false, copying: ['recorder.log'] },
  'keys.state': {},
  'keys.rows': {},
  'keys.lock': {},
  'keys.unlock': { by: 'passphrase', passphrase: 'four plain words together' },
  'keys.offer': { protection: { way: 'passphrase', passphrase: 'four plain words together' }, old: '' },
  'keys.confirm': { groups: ['7K2M', '9QXA'] },
  'keys.change': { old: 'four plain words together', passphrase: 'four other words together' },
  'keys.copy': {},
  'ending.state': {},
  'ending.hand': { mutations: [], done: { left: [] } },
  'ending.wipe': { by: 'handed-over', lost: { edits: 0, files: 0 } },
  'ending.cleared': {},
  'ending.forget': {},
  'sample.people': {},
  'sample.code': { personId: id },
  'device.enrol': {
    code: 'CODE-CODE',
    deviceName: 'Sample computer',
    publicKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    hub: null,
    proof: 'x'.repeat(30),
  },
  'device.own': {},
  'device.recovery': { code: '7K2M-9QXA-B3CD-7K2M-9QXA-B3CD-7K2M-9QXA-B3CD' },
  'device.use': { deviceId: id },
  'sample.line': { up: false },
  'device.authenticate': { assertion: 'x'.repeat(30), hub: 'https://hub.example.com' },
  'hub.keys': {},
  'hub.push': { protocol: 1, schema: 1, mutations: [anEdit(1)] },
  'hub.pull': { protocol: 1, schema: 1, scope: 'catalogue', cursor: null, limit: 10 },
  'hub.compare': { protocol: 1, schema: 1, scope: 'catalogue', after: null, limit: 10 },
  'hub.deleteFile': { sha256: 'ab'.repeat(32), confirmed: false, reason: '' },
  'hub.certify': {
    protocol: 1,
    schema: 1,
    requestId: id,
    reason: 'Asked for',
    act: { action: 'revoke', credentialId: id },
  },
  'hub.rows': { protocol: 1, schema: 1, scope: 'catalogue', keys: [{ table: 'products', key: id }] },
  'hub.deliveries': { state: 'dead', after: 0 },
  'hub.resend': { protocol: 1, schema: 1, ids: [id] },
  'hub.reach': { hub: null },
  'network.state': {},
  'network.signIn': { name: 'sample.engineer', password: 'a word' },
  'network.forget': {},
  'hub.listen': { on: true },
  'journal.append': { deviceId: id, personId: id, entries: [anEdit(1)] },
  'journal.acknowledge': { deviceId: id, n: 1, keep: [] },
  'journal.reopen': { deviceId: id, n: 1 },
  'journal.read': { deviceId: null },
  'blob.begin': { name: 'log.txt', size: 10 },
  'blob.append': { upload: id, offset: 0, bytes: new Uint8Array(10) },
  'blob.finish': { upload: id },
  'blob.cancel': { upload: id },
  'blob.read': { sha256: hash, offset: 0, length: 10 },
  'blob.here': { hashes: [hash] },
  'blob.remove': { hashes: [hash] },
  'blob.state': { device: id, hashes: [hash] },
  'blob.send': { device: id, sha256: hash },
  'blob.fetch': { sha256: hash, size: 3 },
  'blob.stop': { sha256: hash },
  'blob.save': { job: id, sha256: hash, name: 'log.txt' },
  'blob.stopSaving': { job: id },
  'bag.export': { job: id, packet, signatures: [], credentials: [] },
  'bag.save': { job: id },
  'bag.add': { job: id, name: 'data/packet.json', upload: id },
  'bag.open': { job: id, upload: id },
  'bag.cancel': { job: id },
  'store.sealing': {},
  'page.pdf': { name: 'packet' },
  'host.facts': {},
  'host.collectors': {},
  'host.collect': { id: 'linux-kernel' },
  'app.openExternal': { url: 'https://example.com/' },
};
const names = Object.keys(calls) as CallName[];

/** Handlers that note what reached them and answer what no contract allows. */
function recorder(answer: unknown = { never: 'allowed' }): {
  handlers: Handlers;
  reached: [string, unknown][];
} {
  const reached: [string, unknown][] = [];
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      async (input: unknown) => {
        reached.push([name, input]);
        return answer;
      },
    ]),
  ) as unknown as Handlers;
  return { handlers, reached };
}

const refusedBy = async (handlers: Handlers, name: unknown, input: unknown) => {
  await expect(dispatch(handlers, name, input)).rejects.toBeInstanceOf(BridgeRefusal);
};

describe('security 16: one door between renderer and shell', () => {
  test.each(names)(
    '%s: what fits reaches its handler, and an answer that does not fit never leaves',
    async (name) => {
      const { handlers, reached } = recorder();
      await expect(dispatch(handlers, name, fitting[name])).rejects.toBeInstanceOf(CallFault);
      expect(reached.map(([called]) => called)).toEqual([name]);
    },
  );

  test.each(names)('%s: another member, a missing one, or another type is refused', async (name) => {
    const { handlers, reached } = recorder();
    const good = fitting[name];
    await refusedBy(handlers, name, { ...good, path: '/etc/passwd' });
    for (const member of Object.keys(good)) {
      const { [member]: _gone, ...rest } = good;
      await refusedBy(handlers, name, rest);
      // A list may be empty; what is in it is of another type.
      for (const wrong of [{}, [{}], Number.NaN, () => 0, Symbol('x'), 'x'.repeat(3_000_000)])
        await refusedBy(handlers, name, { ...good, [member]: wrong });
    }
    for (const wrong of [null, undefined, 0, '', [], 'text', true]) await refusedBy(handlers, name, wrong);
    expect(reached).toEqual([]);
  });

  test('a name that the contract does not have is refused, whatever it is', async () => {
    const { handlers, reached } = recorder();
    for (const name of ['fs.read', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '', null, 7, {}])
      await refusedBy(handlers, name, {});
    await fc.assert(
      fc.asyncProperty(
        fc.anything().filter((value) => !names.some((name) => name === value)),
        (name) => refusedBy(handlers, name, {}),
      ),
      { numRuns: 300 },
    );
    expect(reached).toEqual([]);
  });

  test('property: what reaches a handler fits its contract, from any value and any change of a good one', async () => {
    const { handlers, reached } = recorder();
    const anyInput = (name: CallName) =>
      fc.oneof(
        fc.anything(),
        fc
          .tuple(fc.constantFrom(...Object.keys(fitting[name]), 'extra', '__proto__'), fc.anything())
          .map(([member, value]) => ({ ...fitting[name], [member]: value })),
      );
    const call = fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), anyInput(name)));
    await fc.assert(
      fc.asyncProperty(call, async ([name, input]) => {
        await dispatch(handlers, name, input).catch((error: unknown) => {
          // The recorder answers what no contract allows.
          expect(error instanceof BridgeRefusal || error instanceof CallFault).toBe(true);
          expect((error as Error).message.length).toBeLessThan(2_000);
        });
      }),
      { numRuns: 3_000 },
    );
    for (const [name, input] of reached)
      expect(calls[name as CallName].input.safeParse(input).success, name).toBe(true);
  });

  test('more than a chunk, more edits than the journal takes at once, and a longer list are refused', async () => {
    const { handlers, reached } = recorder();
    const edit = anEdit(1);
    await refusedBy(handlers, 'blob.append', {
      upload: id,
      offset: 0,
      bytes: new Uint8Array(CHUNK_BYTES + 1),
    });
    await refusedBy(handlers, 'journal.append', { deviceId: id, entries: Array(1_001).fill(edit) });
    await refusedBy(handlers, 'hub.push', { protocol: 1, schema: 1, mutations: Array(501).fill(edit) });
    expect(reached).toEqual([]);
  });
});

describe('a call that stops on a fault', () => {
  test('the log has its name, code and place and none of its words; nobody is told that nothing was changed', async () => {
    const folder = temporaryFolder();
    const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const log = new ShellLog(folder.path, () => new Date('2026-11-23T18:00:00.000Z'));
      const { handlers } = recorder();
      const disk = Object.assign(new Error('EIO: /home/example/Example Hospital.log'), { code: 'EIO' });
      const broken = { ...handlers, 'blob.finish': () => Promise.reject(disk) };
      const told = await dispatch(broken, 'blob.finish', fitting['blob.finish']).catch((error: unknown) =>
        failedCall(log, error),
      );
      expect(told).toContain('a fault in blob.finish (EIO)');
      expect(told).not.toMatch(/nothing was changed/i);
      const [line = ''] = log.read().split('\n');
      expect(JSON.parse(line)).toMatchObject({
        event: 'fault',
        where: 'blob.finish',
        name: 'Error',
        code: 'EIO',
      });
      expect(JSON.parse(line)).toHaveProperty('frames.0', expect.stringContaining('dispatch.test.ts'));
      expect(printed.mock.calls.flat().join('')).toMatch(
        /^A fault in blob\.finish: Error EIO at .*dispatch\.test\.ts/,
      );
      expect(`${log.read()}${printed.mock.calls.flat().join('')}`).not.toContain('Hospital');
    } finally {
      printed.mockRestore();
      folder.remove();
    }
  });

  test('an answer that does not fit is a fault with the places where it does not; a refused value is none', async () => {
    const folder = temporaryFolder();
    const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const log = new ShellLog(folder.path, () => new Date('2026-11-23T18:00:00.000Z'));
      const { handlers } = recorder();
      await dispatch(handlers, 'blob.here', { hashes: 1 }).catch((error: unknown) => failedCall(log, error));
      expect(log.read()).toBe('');
      const amiss = {
        ...handlers,
        'log.read': () => Promise.resolve({ text: 7, customer: 'Example Hospital' }),
      };
      await dispatch(amiss as unknown as Handlers, 'log.read', {}).catch((error: unknown) =>
        failedCall(log, error),
      );
      expect(JSON.parse(log.read())).toMatchObject({
        where: 'log.read',
        paths: ['text invalid_type', 'top unrecognized_keys'],
      });
      expect(log.read()).not.toContain('Hospital');
    } finally {
      printed.mockRestore();
      folder.remove();
    }
  });
});
