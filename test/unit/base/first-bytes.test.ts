/** One list of first bytes: what collecting, redaction and the command line say of a file is the same. */
import { describe, expect, test } from 'vitest';
import { knownByFirstBytes } from '../../../shared/base/first-bytes.ts';
import { contentOf } from '../../../shared/collect/content.ts';
import { decode } from '../../../shared/collect/decode.ts';
import { contentOf as redactable } from '../../../shared/redaction/content.ts';

/** Characters below 256 as bytes, up to 300 of them. */
const bytesOf = (text: string, length = 300) =>
  Uint8Array.from({ length: Math.max(length, text.length) }, (_, at) => text.charCodeAt(at) || 0);

const files: readonly (readonly [string, string])[] = [
  ['a capture in nanoseconds', 'M<\xb2\xa1\x02\x00\x04\x00'],
  ['a PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'],
  ['a Windows event log', 'ElfFile\x00'],
  ['a GIF picture', 'GIF89a\x01\x00\x01\x00'],
  ['a HEIC photo', '\x00\x00\x00\x28ftypheic\x00\x00\x00\x00mif1heic'],
  ['a HEIC photo that names its family alone', '\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00heic'],
  ['an AVIF picture', '\x00\x00\x00\x20ftypavif\x00\x00\x00\x00mif1'],
  ['a 7z archive', "7z\xbc\xaf'\x1c\x00\x04"],
  ['a program of Windows', 'MZ\x90\x00\x03\x00\x00\x00'],
];

describe('[K60] [RD60] what a file is by its first bytes', () => {
  test.each(files)('%s is no text for anybody', (_, beginning) => {
    const bytes = bytesOf(beginning);
    expect(knownByFirstBytes(bytes)).not.toBeNull();
    expect(contentOf(bytes).content).not.toBe('text');
    expect(decode(bytes).kind).toBe('binary');
    expect(redactable(bytes).kind).not.toBe('text');
  });

  test.each([
    ['MZ: the mailbox zone of a voice server', 'of two letters that a program begins with'],
    ['BM,1,ok\nBM,2,failed\n', 'of two letters that a picture begins with'],
  ])('“%s” is a text %s', (text) => {
    const bytes = bytesOf(text, 0);
    expect(contentOf(bytes).content).toBe('text');
    expect(decode(bytes)).toMatchObject({ kind: 'text', text });
    expect(redactable(bytes).kind).toBe('text');
  });
});
