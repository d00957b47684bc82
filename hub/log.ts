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
  | 'store'
  | 'clock'
  | 'address'
  | 'thread-ended';

/** `npm start` shows what is wrong and no requests; a hub of its own shows all. */
const level = process.env.HUB_LOG_LEVEL ?? 'info';
/** Written at once: the last lines before a crash are the ones that are looked for. */
const destination = pino.destination({ dest: 2, sync: true });
const logger = pino(
  {
    level: Object.hasOwn(pino.levels.values, level) || level === 'silent' ? level : 'info',
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
/** pg's own words for it carry no code. */
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error says that the database cannot be reached now. The other line that the hub has of its own, to a bucket, says so of itself. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || '$metadata' in error) return false;
  // Node tries several addresses, and tells each one's error.
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY.test(code) || AWAY_WORDS.test(error.message);
}

let awaySince: number | null = null;

/** Says once that the database is away, whatever fails for it meanwhile. */
export function databaseAway(now = Date.now()): void {
  if (awaySince !== null) return;
  awaySince = now;
  logLine('error', 'database-away', 'The database is away. Consoles keep their changes and send them later.');
}

/** Says once that it is back. */
export function databaseBack(now = Date.now()): void {
  if (awaySince === null) return;
  const seconds = Math.round((now - awaySince) / 1000);
  awaySince = null;
  logLine('info', 'database-back', `The database is back after ${seconds} s.`, { seconds });
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
  const fault = faultOf(error, where);
  const told =
    error instanceof pg.DatabaseError
      ? { ...fault, name: 'database', paths: [error.table, error.constraint].flatMap((each) => each ?? []) }
      : fault;
  logLine('error', 'fault', faultLine(told), { where, code: told.code, ...more });
}
