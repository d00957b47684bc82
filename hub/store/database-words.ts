/** What stands between a hub, or one of its commands, and its database: in one line, for whoever runs it. */
import { messageOf } from '../../shared/base/fault.ts';

/** How every such line begins. */
export const UNUSABLE = 'The database cannot be used:';

const NETWORK =
  'Is PostgreSQL running there, and are host and port in DATABASE_URL right? What was acknowledged is safe.';

/** By PostgreSQL's code, or the system's, what to look at. */
const lookAt: readonly (readonly [codes: RegExp, say: string])[] = [
  [/^(28P01|28000)$/, 'Look at user and password in DATABASE_URL.'],
  [/^3D000$/, 'Make the database, or look at its name in DATABASE_URL.'],
  [/^42501$/, 'The user in DATABASE_URL has to own the database.'],
  [/^53300$/, 'A hub takes up to 26 connections: raise max_connections, or stop what else takes them.'],
  [/^53100$/, 'Make room on the disk of the database, and run this again.'],
  [/^25006$/, 'It is read-only: name the one that is written to in DATABASE_URL.'],
  [/^57P03$/, 'PostgreSQL is starting or stopping: try again in a moment.'],
  [
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOENT|08\w{3}|57P\d\d)$/,
    NETWORK,
  ],
];

/** The system's codes for a disk, or somebody's share of it, that takes nothing more. */
const FULL = /^(ENOSPC|EDQUOT)$/;

/** The error that says something: Node tries several addresses, and tells each one's in an error without words. */
function telling(error: unknown): unknown {
  return error instanceof AggregateError && error.message === '' ? (error.errors[0] ?? error) : error;
}

/**
 * Says an error for whoever runs the hub: where it is the database's, that it is, and what to look at. Passwords stand in no message
 * of PostgreSQL's.
 */
export function databaseWords(error: unknown): string {
  const told = telling(error);
  // All its lines, where it is not the database's: a file's complaints are one a row.
  const words = messageOf(told) || 'no reason given';
  if (!(told instanceof Error)) return words;
  const said = words.split('\n', 1)[0] ?? words;
  const code = 'code' in told ? String(told.code) : '';
  // pg resolves names and opens sockets with the system's own words; files of ours fail with a path in theirs.
  if (FULL.test(code)) return `${words}. The disk is full: make room on it, and run this again.`;
  const isFile = 'path' in told;
  const advice = isFile ? undefined : lookAt.find(([codes]) => codes.test(code))?.[1];
  const isLine = /^(Connection terminated|timeout exceeded when trying to connect)/.test(said);
  if (advice === undefined && !isLine) return words;
  return `${UNUSABLE} ${said}. ${advice ?? NETWORK}`;
}

/** @throws Error with one line where it is no address of a PostgreSQL; `pg` would call its pieces something else */
export function assertDatabaseUrl(url: string): void {
  // A path is that of a socket's folder, as pg takes it.
  if (url.startsWith('/') || /^(postgres(ql)?|socket):$/.test(URL.parse(url)?.protocol ?? '')) return;
  throw new Error(
    'DATABASE_URL is no address of a PostgreSQL. Give one such as postgres://hub:PASSWORD@db.example.com/hub; in the password every sign but letters and digits is percent-encoded (/ is %2F, + is %2B).',
  );
}
