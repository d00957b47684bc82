import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Openings } from '../../../electron/services/openings.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let told = 0;
let openings: Openings;
beforeEach(() => {
  folder = temporaryFolder();
  told = 0;
  openings = new Openings(() => {
    told += 1;
  });
});
afterEach(() => folder.remove());

describe('security 26: what the system opens with the console', () => {
  test('a file is handed over by a number, and read to its end; the page never names a path', async () => {
    writeFileSync(join(folder.path, 'packet.zip'), 'a packet');
    await openings.want([{ kind: 'file', path: 'packet.zip' }], folder.path);
    expect(told).toBe(1);
    const [opening] = (await openings.take()).openings;
    if (opening?.kind !== 'file') throw new Error('no file');
    expect(opening).toMatchObject({ name: 'packet.zip', size: 8 });
    expect(JSON.stringify(opening)).not.toContain(folder.path);
    const piece = async (offset: number, length: number) => {
      const answer = await openings.read({ file: opening.file, offset, length });
      return answer.ok ? Buffer.from(answer.value.bytes).toString() : answer.failure.code;
    };
    expect(await piece(0, 1024)).toBe('a packet');
    expect(await piece(2, 3)).toBe('pac');
    expect(await piece(8, 10)).toBe('');
    // Taken once, and read for as long as it is there.
    expect(await openings.take()).toEqual({ openings: [] });
    folder.remove();
    mkdirSync(folder.path);
    expect(await piece(0, 10)).toBe('ENOENT');
  });

  test('no other number reads anything', async () => {
    const answer = await openings.read({
      file: '01900000-0000-7000-8000-0000000000a1',
      offset: 0,
      length: 10,
    });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'not-opened' } });
  });

  test('a folder, a device, a file that is gone and an unknown text are told, each in words', async () => {
    await openings.want(
      [
        { kind: 'file', path: '.' },
        { kind: 'file', path: '/dev/zero' },
        { kind: 'file', path: 'gone.zip' },
        { kind: 'unknown', text: 'https://evil.example/\u202Epacket.zip' },
      ],
      folder.path,
    );
    const messages = (await openings.take()).openings.map((each) =>
      each.kind === 'refused' ? each.message : '',
    );
    expect(messages).toEqual([
      expect.stringMatching(/cannot be opened \(it is no file\)\. Nothing was read\.$/),
      'zero cannot be opened (it is no file). Nothing was read.',
      'gone.zip cannot be opened (ENOENT). Nothing was read.',
      'The console does not know what “packet.zip” is. Nothing was opened.',
    ]);
  });

  test('what nobody takes does not grow without an end', async () => {
    for (let n = 0; n < 100; n++) openings.goTo('/cases');
    expect((await openings.take()).openings).toHaveLength(20);
  });
});
