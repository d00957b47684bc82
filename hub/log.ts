/**
 * The hub's log: a JSON object a line on stderr, with `time`, `level`, `event` and `message`, for whoever runs the hub (journald,
 * the container's log). No name, address or content of a customer's is in it: routes as templates, errors without their message.
 */
import pg from 'pg';
import pino from 'pino';
import { faultLine, faultOf } from '../shared/base/fault.ts';

/** What a line is about: for alarms, which look for it and not for words. */
export type LogEvent =
  | 'started'
  | 'stopping'
  | 'request'
  | 'fault'
  | 'database'
  | 'database-away'
  | 'database-back'
  | 'database-busy'
  | 'database-free'
  | 'database-unwritable'
  | 'database-writable'
  | 'store'
  | 'clock'
  | 'address'
  | 'tracing'
  | 'thread-ended';

/** `npm start` shows what is wrong and no requests; a hub of its own shows all. */
const level = process.env.HUB_LOG_LEVEL || 'info';
const isLevel = Object.hasOwn(pino.levels.values, level) || level === 'silent';
/** What is wrong with HUB_LOG_LEVEL, for who starts the hub; null where nothing is. */
export const logLevelFault = isLevel
  ? null
  : `HUB_LOG_LEVEL is info, warn, error or silent, not "${level.slice(0, 60)}".`;
/** Written at once: the last lines before a crash are the ones that are looked for. */
const destination = pino.destination({ dest: 2, sync: true });
const logger = pino(
  {
    level: isLevel ? level : 'info',
    base: null,
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  },
  destination,
);

export function logLine(
  how: 'info' | 'warn' | 'error',
  event: LogEvent,
  message: string,
  more: Readonly<Record<string, string | number | null | undefined>> = {},
): void {
  logger[how]({ event, ...more }, message);
}

/** Codes of a database that cannot be reached, starts or stops: the network's, and PostgreSQL's classes 08 and 57P. */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|08\w{3}|57P\d\d)$/;
/** pg's own words for it carry no code; the last are for a line that is dead and does not say so. */
const AWAY_WORDS = /^(Connection terminated|Client has encountered a connection error|Query read timeout)/;
/** pg's words for a pool whose connections are all in use, longer than whoever waits for one has patience. They carry no code either. */
const BUSY_WORDS = /^timeout exceeded when trying to connect/;

/** Whether an error says that the database has more to do than it can: no connection is free, or it ended a statement that took too long. */
function isDatabaseBusy(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '57014';
  return error instanceof Error && BUSY_WORDS.test(error.message);
}

/** Whether an error says that the database cannot be reached now. The other line that the hub has of its own, to a bucket, says so of itself. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || '$metadata' in error) return false;
  // Node tries several addresses, and tells each one's error.
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY.test(code) || AWAY_WORDS.test(error.message);
}

let awaySince: number | null = null;

/** For the log and for health. */
export const databaseAwayWords = 'The database is away. Consoles keep their changes and send them later.';

/** Says once that the database is away, whatever fails for it meanwhile. */
function databaseAway(now = Date.now()): void {
  if (awaySince !== null) return;
  awaySince = now;
  logLine('error', 'database-away', databaseAwayWords);
}

let busySince: number | null = null;

/**
 * Says once that the database has more to do than it can: all connections to it are in use, or it ended a statement that took too long.
 * Not while it is away, when whoever holds a connection waits for nothing.
 */
function databaseBusy(now = Date.now()): void {
  if (busySince !== null || awaySince !== null) return;
  busySince = now;
  const message =
    'The database is slow, or is asked for more than it can do: all connections to it are in use, or a statement took over 30 s. Consoles keep their changes and send them later.';
  logLine('error', 'database-busy', message);
}

/** Says once that it answers again. */
function databaseFree(now: number): void {
  if (busySince === null) return;
  const seconds = Math.round((now - busySince) / 1000);
  busySince = null;
  logLine('info', 'database-free', `The database keeps up again, after ${seconds} s.`, {
    seconds,
  });
}

/** Says once that it is back, and that it has room. Called where it was heard to answer. */
export function databaseBack(now = Date.now()): void {
  databaseFree(now);
  if (awaySince === null) return;
  const seconds = Math.round((now - awaySince) / 1000);
  awaySince = null;
  logLine('info', 'database-back', `The database is back after ${seconds} s.`, { seconds });
}

/** PostgreSQL answers and takes nothing in: what its operator has to see of it. */
const unwritableWords = {
  'database-full': 'The disk of the database is full. Make room on it; nothing has to be started again.',
  'database-read-only':
    'The database is read-only: it is a standby, or was set so. Let the hub reach the one that is written to.',
} as const;
export type Unwritable = keyof typeof unwritableWords;

export function isUnwritable(code: string): code is Unwritable {
  return Object.hasOwn(unwritableWords, code);
}

/** Whether an error says that the database takes nothing in; null for every other one. */
export function unwritableOf(error: unknown): Unwritable | null {
  if (!(error instanceof pg.DatabaseError)) return null;
  if (error.code === '53100') return 'database-full';
  return error.code === '25006' ? 'database-read-only' : null;
}

let unwritable: { how: Unwritable; since: number } | null = null;

/** What health says of a database that takes nothing in; null where it does, as far as was seen. */
export function databaseProblem(): string | null {
  return unwritable === null ? null : unwritableWords[unwritable.how];
}

/** Says once that the database takes nothing in, however many ask. */
export function databaseUnwritable(how: Unwritable, now = Date.now()): void {
  if (unwritable !== null) return;
  unwritable = { how, since: now };
  const message = `${unwritableWords[how]} Consoles keep their changes and send them later.`;
  logLine('error', 'database-unwritable', message, { code: how });
}

/** Edits were taken in: says once that it is possible again. */
export function databaseTook(now = Date.now()): void {
  if (unwritable === null) return;
  const seconds = Math.round((now - unwritable.since) / 1000);
  unwritable = null;
  logLine('info', 'database-writable', `The database takes changes in again, after ${seconds} s.`, {
    seconds,
  });
}

/**
 * The one place where the hub reports a fault: name, code and place of the error; never its message, since a database's can quote
 * what was sent.
 * @param where what did not come to its end, as a sentence begins: 'a request failed'
 */
export function report(error: unknown, where: string, more: { request?: string; route?: string } = {}): void {
  if (isDatabaseAway(error)) {
    databaseAway();
    return;
  }
  if (isDatabaseBusy(error)) {
    databaseBusy();
    return;
  }
  const how = unwritableOf(error);
  if (how !== null) {
    databaseUnwritable(how);
    return;
  }
  const fault = faultOf(error, where);
  const told =
    error instanceof pg.DatabaseError
      ? { ...fault, name: 'database', paths: [error.table, error.constraint].flatMap((each) => each ?? []) }
      : fault;
  logLine('error', 'fault', faultLine(told), { where, code: told.code, ...more });
}
