import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const MIB = 1024 * 1024;

test('a file of 2 GiB enters in chunks: its hash is right, and memory grows by less than 64 MiB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-large-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      resolve('test/helpers/large-blob.ts'),
      folder,
    ]);
    const told = JSON.parse(stdout) as { size: number; sha256: string; growth: number };
    const hash = createHash('sha256');
    for (let chunk = 0; chunk < 2_048; chunk++) hash.update(new Uint8Array(MIB).fill(chunk % 251));
    expect(told.size).toBe(2_048 * MIB);
    expect(told.sha256).toBe(hash.digest('hex'));
    expect(told.growth).toBeLessThan(64 * MIB);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
