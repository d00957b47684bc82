/**
 * PostgreSQL for a whole run of tests: real servers, as many as files run at a time, started once instead of once a file.
 * Making a cluster takes longer than most tests; it is made once and copied.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../hub/store/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the servers; a file takes the one of its worker. */
    postgres: string[];
    /** A hub's data folder with a cluster that was stopped in order and holds no hub yet; copied, never used itself. */
    cluster: string;
  }
}

/** What is in a data folder once its cluster is whole. */
const PARTS = ['postgres', 'postgres-made', 'database-password'];

/** Copies a stopped cluster. As root PostgreSQL runs as another user, so the owner goes with it. */
export function copyCluster(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const part of PARTS)
    if (process.platform === 'win32') cpSync(join(from, part), join(to, part), { recursive: true });
    else execFileSync('cp', ['-a', join(from, part), to]);
}

async function template(): Promise<string> {
  const folder = resolve('.cache/test-cluster');
  if (existsSync(folder)) return folder;
  const making = mkdtempSync(join(tmpdir(), 'partner-console-postgres-'));
  await (await startEmbeddedDatabase(making)).stop();
  // Two runs may make it at once: the first that is whole stays.
  const near = `${folder}-${process.pid}`;
  copyCluster(making, near);
  rmSync(making, { recursive: true, force: true });
  try {
    renameSync(near, folder);
  } catch {
    rmSync(near, { recursive: true, force: true });
  }
  return folder;
}

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await template();
  const servers: (EmbeddedDatabase & { folder: string })[] = [];
  for (let count = 0; count < Number(project.config.maxWorkers); count++) {
    const folder = mkdtempSync(join(tmpdir(), 'partner-console-postgres-'));
    copyCluster(cluster, folder);
    servers.push({ ...(await startEmbeddedDatabase(folder)), folder });
  }
  // A run that is cut off must not leave a server behind.
  const kill = () => {
    for (const { pid } of servers) {
      try {
        process.kill(pid, 'SIGINT');
      } catch {
        // It was stopped in order.
      }
    }
  };
  process.once('exit', kill);
  project.provide(
    'postgres',
    servers.map(({ url }) => url),
  );
  project.provide('cluster', cluster);
  return async () => {
    process.off('exit', kill);
    for (const server of servers) {
      await server.stop();
      rmSync(server.folder, { recursive: true, force: true });
    }
  };
}
