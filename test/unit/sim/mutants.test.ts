import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeCopy, mistakenFiles, mutants, playCopy } from '../../sim/mistakes.ts';

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  'the mistake still fits the product: %s',
  (_name, mutant) => {
    expect(mistakenFiles(mutant).size).toBeGreaterThan(0);
  },
);

test('a copy of the product without a mistake plays a history to its end', async () => {
  const copy = makeCopy({ name: 'none', rule: '', changes: [] });
  try {
    const output = await playCopy(copy, ['--seeds', '1', '--actions', '20', '--no-shrink']);
    expect(output).toMatch(/^1 seeds, .*: clean$/m);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
