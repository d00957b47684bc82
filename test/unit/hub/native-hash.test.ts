/** The hub's SHA-256 of texts is the one that every console computes in script (S8). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../hub/store/native-hash.ts';
import { rowHash, sha256OfText } from '../../../shared/base/hash.ts';

test('[S8] a text has the same hash at the hub as on a device, in any script', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(sha256OfText(text)).toBe(bytesToHex(sha256(utf8ToBytes(text))));
    }),
  );
  expect(rowHash({ table: 'cases', key: 'a', version: 1, data: { title: 'ß漢🙂' } })).toBe(
    bytesToHex(sha256(utf8ToBytes('["cases","a",1,{"title":"ß漢🙂"}]'))),
  );
});
