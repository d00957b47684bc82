/** A whole hub: database, keys, pokes and server, started and stopped together. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadHubKey } from './issuing/keys.ts';
import { Pokes } from './routes/pokes.ts';
import { buildServer } from './server.ts';
import { migrate, openDatabase } from './store/database.ts';
import { secretFile, startEmbeddedDatabase } from './store/embedded.ts';
import { lockFolder } from './store/process-lock.ts';
import { ensureFixedScopes, seedSample } from './store/sample.ts';

export interface HubOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The folder of the embedded PostgreSQL and the hub's secret; null where `databaseUrl` is given. */
  data: string | null;
  databaseUrl: string | null;
  /** Seals the hub's keys; null takes the one in the data folder. */
  secret: string | null;
  operatorToken: string | null;
  sample: boolean;
}

export interface RunningHub {
  url: string;
  databaseUrl: string;
  stop(): Promise<void>;
}

/** @throws Error whose message is one line for the person who started it */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    let { databaseUrl, secret } = options;
    if (options.data !== null) {
      mkdirSync(options.data, { recursive: true });
      const lock = lockFolder(join(options.data, 'hub.lock'));
      if (typeof lock === 'number') {
        throw new Error(
          `A hub (process ${lock}) uses ${options.data} already. Stop it, or choose another folder with --data DIR.`,
        );
      }
      undo.push(lock);
      if (databaseUrl === null) {
        const embedded = await startEmbeddedDatabase(options.data);
        undo.push(() => embedded.stop());
        databaseUrl = embedded.url;
      }
      secret ??= secretFile(join(options.data, 'secret'));
    }
    if (databaseUrl === null) throw new Error('Say where the data is: --data DIR, or DATABASE_URL.');
    if (!secret)
      throw new Error(
        'With DATABASE_URL the hub needs HUB_SECRET, which seals its keys. Give the same to every hub.',
      );
    const database = openDatabase(databaseUrl);
    undo.push(() => database.end());
    try {
      await migrate(database);
    } catch (error) {
      throw new Error(
        `The database cannot be used: ${error instanceof Error ? error.message || String(error) : error}`,
      );
    }
    await ensureFixedScopes(database);
    if (options.sample) await seedSample(database);
    const key = await loadHubKey(database, secret);
    const pokes = new Pokes(databaseUrl);
    undo.push(() => pokes.close());
    await pokes.start();
    const app = buildServer({
      database,
      key,
      pokes,
      operatorToken: options.operatorToken,
      now: () => new Date(),
    });
    undo.push(() => app.close());
    const url = await app
      .listen({ host: options.host, port: options.port })
      .catch((error: NodeJS.ErrnoException) => {
        throw new Error(
          error.code === 'EADDRINUSE'
            ? `Port ${options.port} is in use. Stop what uses it, or choose another with --port N.`
            : `The hub cannot listen on ${options.host}:${options.port} (${error.code}).`,
        );
      });
    return { url, databaseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
