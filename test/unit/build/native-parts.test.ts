import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

/** What package-lock.json says of an installed package, as far as it is asked here. */
interface Locked {
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

test('every native part for this machine is installed, whichever Node npm ran in: it leaves out silently what does not name its Node', () => {
  const lock = JSON.parse(readFileSync(resolve('package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const libc = report.header.glibcVersionRuntime ? 'glibc' : 'musl';
  const here = Object.entries(lock.packages).filter(
    ([, { optional, os, cpu, libc: libcs = [libc] }]) =>
      optional &&
      os?.includes(process.platform) &&
      cpu?.includes(process.arch) &&
      (process.platform !== 'linux' || libcs.includes(libc)),
  );
  expect(here.map(([path]) => path)).toContainEqual(expect.stringContaining('@rolldown/binding-'));
  expect(here.map(([path]) => path).filter((path) => !existsSync(resolve(path)))).toEqual([]);
});
