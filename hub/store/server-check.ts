/** Whether a PostgreSQL is one that a hub can keep people's work in, asked before anything is written to it. */
import type pg from 'pg';

/** The lowest version that the tests run on. PostgreSQL's own support of the one before ended in November 2026. */
const LOWEST_POSTGRES = 15;

interface Server {
  /** PostgreSQL's own number: 15.18 is 150018. */
  number: number;
  version: string;
  encoding: string;
  fsync: string;
  commits: string;
}

async function serverOf(client: pg.ClientBase | pg.Pool): Promise<Server> {
  const { rows } = await client.query<Server>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS commits`,
  );
  const [server] = rows;
  if (!server) throw new Error('PostgreSQL does not say its version.');
  return server;
}

/** @throws Error with one line where it is too old, or its database cannot hold every language's letters */
export async function assertUsable(client: pg.ClientBase | pg.Pool): Promise<void> {
  const { number, version, encoding } = await serverOf(client);
  if (number < LOWEST_POSTGRES * 10_000)
    throw new Error(
      `PostgreSQL is ${version}; this hub needs ${LOWEST_POSTGRES} or newer. Nothing was changed. Upgrade PostgreSQL, then start the hub again.`,
    );
  if (encoding !== 'UTF8')
    throw new Error(
      `The database's encoding is ${encoding}; the hub needs UTF8. Nothing was changed. Make the database anew: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.`,
    );
}

/** The server's version for the log, and what is wrong with how it keeps what is acknowledged; null where nothing is. */
export async function lookAtServer(database: pg.Pool): Promise<{ version: string; warning: string | null }> {
  const { version, fsync, commits } = await serverOf(database);
  const off = [fsync === 'off' ? 'fsync' : null, commits === 'off' ? 'synchronous_commit' : null].filter(
    (name) => name !== null,
  );
  // '15.18 (Debian 15.18-0+deb12u1)': its number alone.
  const [number = version] = version.split(' ');
  return {
    version: number,
    warning:
      off.length === 0
        ? null
        : `PostgreSQL runs with ${off.join(' and ')} off: what consoles were told is safe can be lost with the power. Turn ${off.length === 1 ? 'it' : 'both'} on.`,
  };
}
