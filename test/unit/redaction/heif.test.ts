/** Photos of phones without their place; the files are made by hand, by the boxes that ISO/IEC 23008-12 names. */
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../../shared/redaction/content.ts';
import { heifWithoutMetadata } from '../../../shared/redaction/heif.ts';
import { aHeic, DESCRIPTION, OWN_BOX, PIXELS, PLACE } from '../../helpers/heic.ts';

const latin = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('latin1');

describe('[RD62] [security 31] a photo of a phone leaves without what it says beside its pixels', () => {
  test.each([
    ['behind the pixels', false],
    ['within its list of items', true],
  ])('where that lies %s', (_, inData) => {
    const photo = aHeic({ inData });
    const plain = latin(heifWithoutMetadata(photo));
    expect(plain).toContain(PIXELS);
    for (const text of [PLACE, DESCRIPTION, OWN_BOX, 'Sample Street', 'Sample Town', 'behind'])
      expect(plain).not.toContain(text);
    // No place within the file has moved: what names places is as it was.
    expect(plain.indexOf(PIXELS)).toBe(latin(photo).indexOf(PIXELS));
  });

  test('what cannot be told is not guessed: a part that ends beyond the file, a film, a file that is cut', () => {
    expect(heifWithoutMetadata(aHeic({ length: 1_000_000 }))).toBeNull();
    const film = latin(aHeic()).replace('uuid', 'moov');
    expect(heifWithoutMetadata(new Uint8Array(Buffer.from(film, 'latin1')))).toBeNull();
    const photo = aHeic();
    for (const end of [20, 60, 120, 200]) expect(heifWithoutMetadata(photo.slice(0, end))).toBeNull();
  });

  test('no change of one byte makes it throw', () => {
    const photo = aHeic();
    for (let at = 0; at < photo.length; at++)
      for (const value of [0, 1, 127, 255]) {
        const changed = photo.slice();
        changed[at] = value;
        const plain = heifWithoutMetadata(changed);
        if (plain) expect(plain.length).toBeLessThanOrEqual(changed.length);
      }
  });

  test('it is known by its first bytes', () => {
    expect(contentOf(aHeic())).toEqual({ kind: 'picture', format: 'heic' });
    expect(contentOf(aHeic({ brand: 'avif' }))).toEqual({ kind: 'picture', format: 'avif' });
  });
});
