import { beforeAll, describe, expect, test } from 'vitest';
import { isValid } from '../../../shared/bag/report.ts';
import { UnreadableZip } from '../../../shared/bag/zip/reader.ts';
import { openZipBag } from '../../../shared/bag/zip/source.ts';
import { attachmentPath, travellingFiles } from '../../../shared/handoff/packet-bag.ts';
import { type PacketBag, readPacketBag } from '../../../shared/handoff/packet-bag-reader.ts';
import { verifyPacket } from '../../../shared/handoff/packet-checks.ts';
import {
  bytesOf,
  type Files,
  failed,
  hashOf,
  memoryReader,
  nodePlatform,
  type SignedPacket,
  signedPacket,
  sourceOf,
  unzipped,
} from '../../helpers/bags.ts';
import { NOW } from '../../helpers/builders.ts';

let signed: SignedPacket;
let zip: Uint8Array;
let files: Files;
beforeAll(async () => {
  signed = await signedPacket();
  zip = await signed.zip();
  files = await unzipped(zip);
});

const read = (of: Files): Promise<PacketBag> =>
  readPacketBag(sourceOf(of), { platform: nodePlatform, mostBytes: 1 << 30 });

/** Every manifest made anew, as somebody would who changes a bag on purpose. */
function rebagged(of: Files): Files {
  const names = (test: (path: string) => boolean) => Object.keys(of).filter(test).sort();
  const lines = (from: Files, paths: string[], algorithm: string) =>
    paths.map((path) => `${hashOf(from[path] ?? '', algorithm)}  ${path}\n`).join('');
  const payload = names((path) => path.startsWith('data/'));
  const made: Files = { ...of };
  const size = payload.reduce((sum, path) => sum + bytesOf(of[path] ?? '').length, 0);
  made['bag-info.txt'] = new TextDecoder()
    .decode(bytesOf(of['bag-info.txt'] ?? ''))
    .replace(/Payload-Oxum: .*/, `Payload-Oxum: ${size}.${payload.length}`);
  for (const algorithm of ['sha256', 'sha512'])
    made[`manifest-${algorithm}.txt`] = lines(made, payload, algorithm);
  const tags = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'];
  for (const algorithm of ['sha256', 'sha512'])
    made[`tagmanifest-${algorithm}.txt`] = lines(made, tags, algorithm);
  return made;
}

describe('a packet in a bag', () => {
  test('[PK7] comes back as it went, every check passed, every signature valid', async () => {
    const bag = await readPacketBag(await openZipBag(memoryReader(zip), nodePlatform), {
      platform: nodePlatform,
      mostBytes: 1 << 30,
    });
    expect(failed(bag.checks)).toEqual([]);
    expect(bag.packet).toEqual(signed.packet);
    expect(bag.signatures).toEqual(signed.signatures);
    const checks = await verifyPacket(signed.packet, bag.signatures, {
      trust: signed.trust,
      now: NOW,
      newestRevision: 2,
    });
    expect(checks.filter(({ ok }) => ok !== true).map(({ check }) => check)).toEqual(['role']);
  });

  test('[PK7] holds the files of the layout and no other, below one folder', async () => {
    const bag = await openZipBag(memoryReader(zip), nodePlatform);
    expect(bag.base).toMatch(/^packet-C-[0-9A-Z]{4}-[0-9A-Z]{4}-2$/);
    expect(Object.keys(files).sort()).toEqual(
      [
        'bag-info.txt',
        'bagit.txt',
        ...travellingFiles(signed.packet).map(attachmentPath),
        'data/credentials.json',
        'data/packet.html',
        'data/packet.json',
        'data/signatures.json',
        'manifest-sha256.txt',
        'manifest-sha512.txt',
        'tagmanifest-sha256.txt',
        'tagmanifest-sha512.txt',
      ].sort(),
    );
    expect(new TextDecoder().decode(bytesOf(files['bag-info.txt'] ?? ''))).toMatch(
      /External-Identifier: 01990000.*\n.*\nBagging-Date: 2026-11-23\nBag-Software-Agent: Partner Console test\nPayload-Oxum: \d+\.6\n$/,
    );
  });

  test('[PK8] any byte of any file changed, taken out or put in: refused', async () => {
    for (const [path, content] of Object.entries(files)) {
      const bytes = bytesOf(content);
      // Ends, and places of every class of byte: letters, digits, marks, line ends, what is beyond ASCII.
      const places = new Set([0, bytes.length - 1]);
      const classes: ((byte: number) => boolean)[] = [
        (byte) => byte >= 97 && byte <= 122,
        (byte) => byte >= 65 && byte <= 90,
        (byte) => byte >= 48 && byte <= 57,
        (byte) => byte === 32,
        (byte) => byte === 10,
        (byte) => byte > 127,
        (byte) => byte > 32 && byte < 48,
        (byte) => byte > 57 && byte < 65,
      ];
      for (const of of classes) {
        places.add(bytes.findIndex(of));
        places.add(bytes.findLastIndex(of));
      }
      for (const place of [...places].filter((at) => at >= 0)) {
        const was = bytes[place] ?? 0;
        const flipped = bytes.slice();
        // Another letter case is what manifests would let pass.
        flipped[place] = /[a-zA-Z]/.test(String.fromCharCode(was)) ? was ^ 0x20 : was ^ 1;
        const without = new Uint8Array([...bytes.subarray(0, place), ...bytes.subarray(place + 1)]);
        const doubled = new Uint8Array([...bytes.subarray(0, place), was, ...bytes.subarray(place)]);
        for (const changed of [flipped, without, doubled]) {
          const { checks } = await read({ ...files, [path]: changed });
          expect([path, place, failed(checks).length > 0]).toEqual([path, place, true]);
        }
      }
      const { [path]: _gone, ...rest } = files;
      expect([path, isValid((await read(rest)).checks)]).toEqual([path, false]);
    }
  });

  test('[PK8] a byte of the zip changed: refused, or it makes no difference to what is read', async () => {
    const every = 53;
    for (let at = 3; at < zip.length; at += every) {
      const changed = zip.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      try {
        const bag = await readPacketBag(await openZipBag(memoryReader(changed), nodePlatform), {
          platform: nodePlatform,
          mostBytes: 1 << 30,
        });
        if (failed(bag.checks).length === 0) expect(bag.packet).toEqual(signed.packet);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableZip);
      }
    }
  });

  test('security 39: a page that says otherwise than the packet is said to be unchecked, however well it is listed', async () => {
    const of = (bag: PacketBag) => bag.checks.find(({ check }) => check === 'page');
    expect(of(await read(files))).toMatchObject({ ok: true });
    const page = new TextDecoder().decode(bytesOf(files['data/packet.html'] ?? ''));
    const altered = page.replace('</body>', '<p>Approved by everybody.</p></body>');
    expect(altered).not.toBe(page);
    expect(of(await read(rebagged({ ...files, 'data/packet.html': altered })))).toMatchObject({
      ok: null,
      words: expect.stringContaining('not checked'),
    });
  });

  test('[PK7] a file beside the packet’s own is refused, however well it is listed', async () => {
    expect(isValid((await read(rebagged(files))).checks)).toBe(true);
    for (const path of [
      'data/run.exe',
      'data/attachments/other.log',
      `data/attachments/${'0'.repeat(64)}-a.log`,
    ]) {
      const { checks } = await read(rebagged({ ...files, [path]: 'more' }));
      expect([path, failed(checks)]).toEqual([path, ['packet']]);
    }
    const unlisted = await read({ ...files, 'extra.txt': 'more' });
    expect(failed(unlisted.checks)).toEqual(['form']);
  });

  test('[PK7] [H35] an attachment that is missing, or another under its name: refused', async () => {
    const [file] = travellingFiles(signed.packet);
    const path = file ? attachmentPath(file) : '';
    const { [path]: bytes = '', ...rest } = files;
    expect(failed((await read(rebagged(rest))).checks)).toEqual(['packet']);
    const other = bytesOf(bytes).slice().reverse();
    expect(failed((await read(rebagged({ ...files, [path]: other }))).checks)).toEqual(['packet']);
    expect(failed((await read(rebagged({ ...files, [path]: 'short' }))).checks)).toEqual(['packet']);
  });

  test('[PK7] JSON that is written otherwise, twice the same member, or no packet: refused', async () => {
    const text = new TextDecoder().decode(bytesOf(files['data/packet.json'] ?? ''));
    for (const changed of [
      JSON.stringify(JSON.parse(text), null, 1),
      text.replace('{"by":', '{"by":{},"by":'),
      text.replace('"revision":2', '"revision":2.0'),
      text.replace('"revision":2', '"revision":0'),
      '{}',
      'null',
      '',
      `${text} `,
    ]) {
      expect(text).not.toBe(changed);
      expect(failed((await read(rebagged({ ...files, 'data/packet.json': changed }))).checks)).toEqual([
        'packet',
      ]);
    }
  });

  test('[PK8] a bag of another identifier or version is no packet’s', async () => {
    const info = new TextDecoder().decode(bytesOf(files['bag-info.txt'] ?? ''));
    const other = rebagged({
      ...files,
      'bag-info.txt': info.replace(/External-Identifier: 0/, 'External-Identifier: 1'),
    });
    expect(failed((await read(other)).checks)).toEqual(['packet']);
    const old = rebagged({
      ...files,
      'bagit.txt': 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n',
    });
    expect(failed((await read(old)).checks)).toEqual(['form']);
  });

  test('[PK9] the page loads nothing, runs nothing, and shows text as text', () => {
    const page = new TextDecoder().decode(bytesOf(files['data/packet.html'] ?? ''));
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|url\(|https?:/i);
    expect(page).toContain('café &amp; &lt;b&gt;.log');
    expect(page).not.toContain('<b>.log');
    for (const shown of [
      signed.packet.digest,
      'P-14',
      'Call Recorder',
      'Say why the index is not written.',
      'Sample Lead',
    ])
      expect(page).toContain(shown);
  });
});
