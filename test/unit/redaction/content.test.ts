/** What a file is, what is in an archive, and what a picture says beside its pixels. */
import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { takeApart } from '../../../shared/redaction/archives.ts';
import { bytesOf, contentOf, textOf } from '../../../shared/redaction/content.ts';
import { withoutMetadata } from '../../../shared/redaction/pictures.ts';
import { aPicture } from '../../helpers/pictures.ts';
import { rawZip } from '../../helpers/raw-zip.ts';

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('[RD60] a file is what its bytes are', () => {
  test.each([
    ['a text', strToU8('hostname core1\n'), { kind: 'text', encoding: 'utf-8' }],
    ['nothing', new Uint8Array(), { kind: 'text', encoding: 'utf-8' }],
    [
      'a text of Windows',
      new Uint8Array(Buffer.from('\ufeffhostname core1', 'utf16le')),
      { kind: 'text', encoding: 'utf-16le' },
    ],
    [
      'one without a mark',
      new Uint8Array(Buffer.from('hostname core1', 'utf16le')),
      { kind: 'text', encoding: 'utf-16le' },
    ],
    [
      'a drawing of markup',
      strToU8('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      { kind: 'text', encoding: 'utf-8' },
    ],
    ['a picture', new Uint8Array(aPicture(100)), { kind: 'picture', format: 'png' }],
    ['a zip', zipSync({ a: strToU8('a') }), { kind: 'archive', format: 'zip' }],
    ['a gzip', gzipSync(strToU8('a')), { kind: 'archive', format: 'gzip' }],
    [
      'an Office document',
      zipSync({ '[Content_Types].xml': strToU8('<a/>') }),
      { kind: 'other', what: 'an Office document' },
    ],
    [
      'a text of four bytes a character',
      latin('\xff\xfe\x00\x00p\x00\x00\x00w\x00\x00\x00'),
      { kind: 'other', what: 'no text' },
    ],
    [
      'a mail that carries parts',
      strToU8('From: a@example.com\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\ncHc6IHg=\n'),
      { kind: 'other', what: 'a mail with packed parts' },
    ],
    ['a mail', strToU8('From: a@example.com\nSubject: x\n\nbase64\n'), { kind: 'text', encoding: 'utf-8' }],
    ['a capture', latin('\xd4\xc3\xb2\xa1\x02\x00\x04\x00'), { kind: 'other', what: 'a network capture' }],
    ['a program', latin('\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00'), { kind: 'other', what: 'a program' }],
  ])('%s', (_, bytes, content) => {
    expect(contentOf(bytes)).toEqual(content);
  });

  test.each([
    ['utf-8', strToU8('Zürich, 東京\n')],
    ['utf-16le', new Uint8Array(Buffer.from('\ufeffZürich\r\n', 'utf16le'))],
    ['utf-16be', new Uint8Array(Buffer.from('\ufeffZürich\r\n', 'utf16le').swap16())],
    ['latin1', latin('Z\xfcrich \x80\xff')],
  ] as const)('a text in %s is written as it was read', (encoding, bytes) => {
    const read = textOf(bytes, encoding);
    expect(read.encoding).toBe(encoding);
    expect(bytesOf(read.text, read.encoding)).toEqual(bytes);
  });

  test('bytes that are no UTF-8 after all are read one by one, and come back', () => {
    const bytes = latin('caf\xe9 10.0.0.1');
    const read = textOf(bytes, 'utf-8');
    expect(read).toEqual({ text: 'caf\u00e9 10.0.0.1', encoding: 'latin1' });
    expect(bytesOf(read.text, read.encoding)).toEqual(bytes);
  });
});

/** One file as ustar has it. */
function tarOf(name: string, content: string): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0, 'latin1');
  header.write(content.length.toString(8).padStart(11, '0'), 124, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar', 257, 'latin1');
  return new Uint8Array(
    Buffer.concat([header, Buffer.from(content.padEnd(512, '\0'), 'latin1'), Buffer.alloc(1024)]),
  );
}

/** A zip of twenty zips that hold nothing. */
const empties = zipSync(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.zip`, zipSync({})])));

describe('[RD61] an archive is taken apart', () => {
  test('a zip, a tar in a gzip, and one in the other', () => {
    const tar = gzipSync(tarOf('var/log/app.log', 'started'));
    const apart = takeApart('all.zip', zipSync({ 'a/b.txt': strToU8('b'), 'logs.tar.gz': tar }), 'zip');
    expect(apart.ok && apart.files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['all.zip/a/b.txt', 'b'],
      ['all.zip/logs.tar/var/log/app.log', 'started'],
    ]);
  });

  test.each([
    [
      'one that unpacks to far more than it is',
      gzipSync(new Uint8Array(300 * 1024 * 1024)),
      'gzip',
      'more than 256 MB',
    ],
    [
      'one of too many files',
      zipSync(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`f${n}`, new Uint8Array(1)]))),
      'zip',
      'more than 500 files',
    ],
    [
      'one of empty archives',
      zipSync(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.zip`, empties]))),
      'zip',
      'more than 500 files',
    ],
    [
      'one that names a file twice',
      rawZip([
        { name: 'a.txt', bytes: Buffer.from('first') },
        { name: 'a.txt', bytes: Buffer.from('second') },
      ]),
      'zip',
      'names a file twice',
    ],
    [
      'one with a name that no list holds',
      rawZip([{ name: '__proto__', bytes: Buffer.from('first') }]),
      'zip',
      'as no file is named',
    ],
    ['a damaged one', strToU8('PK\x03\x04 and nothing more'), 'zip', 'damaged'],
  ] as const)('%s is not, and says why', (_, bytes, format, why) => {
    const apart = takeApart('x', bytes, format);
    expect(apart.ok ? '' : apart.why).toContain(why);
  });
});

describe('[RD62] a picture leaves without what it says beside its pixels', () => {
  test('a PNG without its comment, its pixels as they were', () => {
    const picture = new Uint8Array(aPicture(10_000));
    const plain = withoutMetadata(picture, 'png');
    expect(Buffer.from(plain ?? []).includes('48.2082')).toBe(false);
    expect(contentOf(plain ?? new Uint8Array())).toEqual({ kind: 'picture', format: 'png' });
    expect(Buffer.from(plain ?? []).includes(Buffer.alloc(2_000, 7))).toBe(true);
  });

  test('a JPEG without its place, turned as it was; what hangs behind its end goes, too', () => {
    const segment = (marker: number, data: Buffer) =>
      Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data]);
    // Turned by 90 degrees, with a place behind it.
    const tiff = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex');
    const exif = segment(
      0xe1,
      Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 48.2082')]),
    );
    const scan = Buffer.concat([
      segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
      Buffer.from([1, 2, 3, 0xff, 0xd9]),
    ]);
    const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1'));
    const note = segment(0xfe, Buffer.from('by Dana'));
    const whole = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      jfif,
      exif,
      note,
      scan,
      Buffer.from('hidden behind'),
    ]);
    const plain = Buffer.from(withoutMetadata(new Uint8Array(whole), 'jpeg') ?? []);
    for (const gone of ['48.2082', 'by Dana', 'hidden behind']) expect(plain.includes(gone)).toBe(false);
    expect(plain.subarray(-scan.length)).toEqual(scan);
    // The one entry that says how it is turned.
    expect(plain.includes(Buffer.from('0112000300000001000600', 'hex'))).toBe(true);
  });

  test('a JPEG that is drawn step by step says nothing between its steps either; its small picture and what is no segment of pixels go', () => {
    const segment = (marker: number, data: Buffer) =>
      Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data]);
    const scan = (...data: number[]) =>
      Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from(data)]);
    const frame = segment(0xc2, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0]));
    const plantedPlace = Buffer.from('GPS 48.2082');
    const plain = Buffer.from(
      withoutMetadata(
        new Uint8Array(
          Buffer.concat([
            Buffer.from([0xff, 0xd8]),
            segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02GPS 48.2082!', 'latin1')),
            segment(0xe0, Buffer.from('JFXX\0\x10GPS 48.2082', 'latin1')),
            segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\x01GPS 48.2082', 'latin1')),
            segment(0xf0, plantedPlace),
            frame,
            scan(1, 0xff, 0, 2, 0xff, 0xd0, 3),
            segment(0xfe, plantedPlace),
            segment(0xe1, plantedPlace),
            scan(4, 5),
            Buffer.from([0xff, 0xd9]),
          ]),
        ),
        'jpeg',
      ) ?? [],
    );
    expect(plain.includes(plantedPlace)).toBe(false);
    expect(plain.subarray(20 + 16)).toEqual(
      Buffer.concat([frame, scan(1, 0xff, 0, 2, 0xff, 0xd0, 3), scan(4, 5), Buffer.from([0xff, 0xd9])]),
    );
  });

  test('a BMP without what lies between its headers and its rows, and behind them', () => {
    const place = Buffer.from('GPS 48.2082!');
    const head = Buffer.alloc(54);
    head.write('BM', 'latin1');
    head.writeUInt32LE(54 + place.length, 10);
    head.writeUInt32LE(40, 14);
    head.writeInt32LE(1, 18);
    head.writeInt32LE(2, 22);
    head.writeUInt16LE(24, 28);
    const rows = Buffer.from([1, 2, 3, 0, 4, 5, 6, 0]);
    const plain = Buffer.from(
      withoutMetadata(new Uint8Array(Buffer.concat([head, place, rows, place])), 'bmp') ?? [],
    );
    expect(plain.includes('48.2082')).toBe(false);
    expect(plain.subarray(-rows.length)).toEqual(rows);
  });

  test.each(['jpeg', 'png', 'webp', 'gif', 'bmp'] as const)('what is no whole %s is none', (format) => {
    expect(withoutMetadata(new Uint8Array(40).fill(7), format)).toBeNull();
  });
});
