import { describe, expect, test } from 'vitest';
import { Sealer } from '../../../renderer/store/sealing.ts';

describe('security 29: what is sealed opens under its name, and under no other', () => {
  const sealer = new Sealer(new Uint8Array(32).fill(7));

  test.each([0, 1, 1_000, 65_535, 65_536, 65_537, 300_000])('%d characters of any width', (length) => {
    for (const sign of ['a', 'é', '€', '🖧']) {
      const text = sign.repeat(length).slice(0, 2 * Math.floor(length / 2));
      const bytes = sealer.sealPlain('a row', text);
      // What is sealed and opened in between goes through the same buffers.
      const other = sealer.sealPlain('another', 'z'.repeat(100));
      expect(sealer.openPlain('another', other)).toBe('z'.repeat(100));
      expect(sealer.openPlain('a row', bytes)).toBe(text);
      expect(sealer.openPlain('another', bytes)).toBeNull();
      const changed = bytes.slice();
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      expect(sealer.openPlain('a row', changed)).toBeNull();
    }
  });
});
