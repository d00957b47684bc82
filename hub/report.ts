/**
 * The one place where the hub reports a fault: one line of its log, which whoever runs the hub keeps and bounds (journald, the
 * container's log). Name, code and place of the error; never its message: a database's can quote what was sent.
 */
import pg from 'pg';
import { type Fault, faultLine, faultOf } from '../shared/base/fault.ts';

function known(error: unknown, where: string): Fault {
  const fault = faultOf(error, where);
  if (!(error instanceof pg.DatabaseError)) return fault;
  return { ...fault, name: 'database', paths: [error.table, error.constraint].flatMap((each) => each ?? []) };
}

/** @param where what did not come to its end, as a sentence begins: 'a request failed' */
export function report(error: unknown, where: string, now = new Date()): void {
  process.stderr.write(`${now.toISOString()} ${faultLine(known(error, where))}\n`);
}
