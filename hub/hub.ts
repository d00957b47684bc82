/** A whole hub: database, keys, pokes and server, started and stopped together. */

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockFolder } from '../node/folder-lock.ts';
import { type BlobSettings, openBlobs } from './blobs/open.ts';
import { markStore, StoreWatch } from './blobs/store-watch.ts';
import { Uploads } from './blobs/uploads.ts';
import { escalateAwaited } from './handoff/escalate.ts';
import { publishMissingAudits } from './issuing/audit.ts';
import { addressWarning, loadIssuer } from './issuing/issuer.ts';
import { loadHubKey } from './issuing/keys.ts';
import { publishMissing } from './issuing/registry.ts';
import { assertLong, hasSealed } from './issuing/secrets.ts';
import { renewLists } from './issuing/status-lists.ts';
import { databaseBack, logLine, report } from './log.ts';
import { Threads } from './push/judging-threads.ts';
import { defaultLimits } from './routes/bounds.ts';
import { watchConnections } from './routes/connections.ts';
import { type Listening, listenOn } from './routes/listen.ts';
import { Pokes } from './routes/pokes.ts';
import { seedSampleCases } from './sample/cases.ts';
import { buildServer } from './server.ts';
import { ClockWatch } from './store/clock-watch.ts';
import { type Database, migrate, openDatabase } from './store/database.ts';
import { databaseWords, UNUSABLE } from './store/database-words.ts';
import { secretFile, startEmbeddedDatabase } from './store/embedded.ts';
import { ensureFixedScopes } from './store/organisations.ts';
import { seedSample } from './store/sample.ts';
import { lookAtServer } from './store/server-check.ts';
import { startTracing } from './tracing.ts';
import { VERSION } from './version.ts';
import { type OutsideSettings, startDeliveries } from './webhooks/start.ts';

/** How long requests have to end when the hub stops; less than what starts it waits before it insists. */
const STOP_PATIENCE_MS = 8_000;
/** Connections that hold the locks of uploads, however many are written at once. */
const LOCK_CONNECTIONS = 1;
const TIDY_EVERY_MS = 3_600_000;
const LOOK_AT_STORE_EVERY_MS = 10_000;
const LOOK_AT_CLOCK_EVERY_MS = 60_000;
/** How credentials name their issuer. */
const ISSUER_NAME = 'IPcelerate certification';

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
  /** Reads metrics and nothing else. */
  metricsToken: string | null;
  /** Where credentials say that the issuer is; null takes the address that the hub listens on. Kept from the first start on. */
  publicUrl: string | null;
  /** Addresses of proxies in front of the hub. */
  trustedProxies: readonly string[];
  sample: boolean;
  /** Three cases beside the sample's people, where nobody wrote any yet. */
  sampleCases?: boolean;
  /** Where attachments lie; null takes `blobs` in the data folder. */
  blobs: BlobSettings | null;
  outside: OutsideSettings;
}

export interface RunningHub {
  url: string;
  databaseUrl: string;
  /** Resolves when the embedded PostgreSQL ended although nobody stopped it; never where there is none. */
  databaseLost: Promise<string>;
  stop(): Promise<void>;
}

function usableFolder(folder: string): string {
  const path = resolve(folder);
  try {
    // Its own where it is made here; the mode of a folder that was there is left alone.
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(`The data folder ${path} cannot be used (${code}). Choose another with --data DIR.`);
  }
  return path;
}

/** What goes wrong with a database, in one line without its password. */
async function reachable(database: Database): Promise<void> {
  try {
    await migrate(database);
  } catch (error) {
    const said = databaseWords(error).split('\n', 1)[0] ?? '';
    throw new Error(said.startsWith(UNUSABLE) ? said : `${UNUSABLE} ${said}`);
  }
}

/** Makes the secret of a new hub in its data folder; where keys are sealed already, a new one would only hide that it is missing. */
async function newSecret(database: Database, data: string | null): Promise<string> {
  if (data === null) throw new Error('There is no folder for the hub’s secret.');
  if (await hasSealed(database))
    throw new Error(
      `The file secret is not in ${data}, and the hub’s keys are sealed with what it held. Put it back, or give HUB_SECRET.`,
    );
  return secretFile(join(data, 'secret'));
}

/** @throws Error whose message is one line for the person who started it */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const endTracing = await startTracing(process.env);
    if (endTracing) undo.push(endTracing);
    let { databaseUrl, secret } = options;
    let databaseLost = new Promise<string>(() => undefined);
    if (options.data !== null) {
      const data = usableFolder(options.data);
      const lock = lockFolder(join(data, 'hub.lock'));
      if (typeof lock === 'number') {
        throw new Error(
          `A hub (process ${lock}) uses ${data} already. Stop it, or choose another folder with --data DIR.`,
        );
      }
      undo.push(lock);
      if (databaseUrl === null) {
        const embedded = await startEmbeddedDatabase(data);
        undo.push(() => embedded.stop());
        databaseUrl = embedded.url;
        databaseLost = embedded.ended;
      }
      const kept = join(data, 'secret');
      if (existsSync(kept)) secret ??= secretFile(kept);
    }
    if (databaseUrl === null) throw new Error('Say where the data is: --data DIR, or DATABASE_URL.');
    if (!secret && options.data === null)
      throw new Error(
        'With DATABASE_URL the hub needs HUB_SECRET, which seals its keys. Give the same to every hub.',
      );
    if (options.secret) assertLong('HUB_SECRET', options.secret);
    if (options.operatorToken) assertLong('HUB_OPERATOR_TOKEN', options.operatorToken);
    if (options.metricsToken) assertLong('HUB_METRICS_TOKEN', options.metricsToken);
    const database = openDatabase(databaseUrl);
    undo.push(() => database.end());
    await reachable(database);
    const server = await lookAtServer(database);
    await ensureFixedScopes(database);
    secret ??= await newSecret(database, options.data);
    const key = await loadHubKey(database, secret);
    const threads = new Threads(databaseUrl, () => new Date());
    undo.push(() => threads.close());
    const issuer = await loadIssuer(database, secret, {
      url: options.publicUrl ?? `http://127.0.0.1:${options.port}`,
      name: ISSUER_NAME,
      now: new Date(),
    });
    const warning = await addressWarning(database, issuer, options.publicUrl);
    if (options.sample) await seedSample(database, issuer, new Date());
    await publishMissing(database);
    await publishMissingAudits(database);
    await renewLists(database, issuer, new Date());
    const renewing = setInterval(() => {
      renewLists(database, issuer, new Date()).catch((error: unknown) => {
        report(error, 'Status lists were not signed anew');
      });
    }, TIDY_EVERY_MS);
    undo.push(() => clearInterval(renewing));
    const blobs = options.blobs ?? (options.data && { kind: 'folder', folder: join(options.data, 'blobs') });
    if (!blobs)
      throw new Error('Say where attachments lie: HUB_BLOBS names a folder, HUB_S3_BUCKET a bucket.');
    const locks = openDatabase(databaseUrl, LOCK_CONNECTIONS);
    undo.push(() => locks.end());
    const store = await openBlobs(blobs);
    const watch = new StoreWatch(store, await markStore(database, store), Date.now, (line) =>
      logLine(watch.state === 'usable' ? 'info' : 'error', 'store', line),
    );
    await watch.look();
    const looking = setInterval(() => void watch.look(), LOOK_AT_STORE_EVERY_MS);
    undo.push(() => clearInterval(looking));
    const uploads = new Uploads(database, store, locks, watch);
    const clock = new ClockWatch(
      database,
      () => new Date(),
      (line, problem) => {
        logLine(problem ? 'error' : 'info', 'clock', line);
        // What waited for its files waited for the clock besides.
        if (!problem) tidyAnew();
      },
    );
    await clock.look();
    const tidy = async () => {
      try {
        await uploads.removeOld();
        await uploads.removeUnnamed();
        if (clock.problem === null) await escalateAwaited(database, () => new Date(), { threads });
      } catch (error) {
        report(error, 'Old uploads were not removed, or packets not taken on');
      }
    };
    let tidied = tidy();
    const tidying = setInterval(() => {
      tidied = tidy();
    }, TIDY_EVERY_MS);
    undo.push(async () => {
      clearInterval(tidying);
      // It ends before the database does, and says nothing of a database that is gone.
      await tidied;
    });
    let asked = false;
    const tidyAnew = () => {
      // A partner's whole staff may be ended in one act: what is to be done next is done for all of them.
      if (asked) return;
      asked = true;
      tidied = tidied.then(() => {
        asked = false;
        return tidy();
      });
    };
    const pokes = new Pokes(databaseUrl, undefined, tidyAnew);
    undo.push(() => pokes.close());
    await pokes.start();
    const outside = startDeliveries(options.outside, { database, databaseUrl, secret, pokes });
    undo.push(() => outside.close());
    const timing = setInterval(() => {
      clock.look().then(
        () => databaseBack(),
        (error: unknown) => report(error, 'The clock was not compared'),
      );
    }, LOOK_AT_CLOCK_EVERY_MS);
    undo.push(() => clearInterval(timing));
    const { operatorToken, metricsToken, trustedProxies } = options;
    const app = buildServer({
      database,
      key,
      issuer,
      pokes,
      uploads,
      outside: outside.parts,
      operatorToken,
      metricsToken,
      clock,
      trustedProxies,
      limits: defaultLimits,
      threads,
      now: () => new Date(),
    });
    const connections = watchConnections(app.server);
    let listening: Listening | null = null;
    undo.push(async () => {
      // What is being worked on is finished and answered; who does not finish asking is cut off.
      const drained = connections.drain(STOP_PATIENCE_MS);
      await Promise.all([app.close(), listening?.close()]);
      drained();
    });
    listening = await listenOn(app, options.host, options.port).catch((error: NodeJS.ErrnoException) => {
      throw new Error(
        error.code === 'EADDRINUSE'
          ? `Port ${options.port} is in use. Stop what uses it, or choose another with --port N.`
          : `The hub cannot listen on ${options.host}:${options.port} (${error.code}).`,
      );
    });
    const { url } = listening;
    if (options.sample && options.sampleCases)
      // To try the console without them is better than not at all; the next start makes what is missing.
      await seedSampleCases(database, url).catch((error: unknown) =>
        report(error, 'Not all sample cases could be made'),
      );
    if (warning !== null && !options.sample) logLine('warn', 'address', warning);
    if (server.warning !== null) logLine('warn', 'database', server.warning);
    logLine('info', 'started', `Partner Console hub ${VERSION} listens on ${url}.`, {
      version: VERSION,
      postgresql: server.version,
    });
    undo.push(() => logLine('info', 'stopping', 'The hub stops.', { version: VERSION }));
    return { url, databaseUrl, databaseLost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
