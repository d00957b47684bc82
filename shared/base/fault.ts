/**
 * What may be kept of an error: its name, its code, where in the code it arose, never its message. A message can quote what
 * was typed or read, and a log for support holds nothing of a customer's.
 */
import { z } from 'zod';
import { later } from './later.ts';

// By itself for who only speaks of an error, and should not load all of this.
export { messageOf } from './error-words.ts';

const MOST_FRAMES = 20;
const MOST_PATHS = 10;
/** An error, what caused it, and what caused that. */
const MOST_CAUSES = 3;

const word = z.string().max(200);

export const fault = later(() =>
  z.strictObject({
    /** Which work it ended: a call of the bridge, a command, a part of the console. */
    where: z.string().max(120),
    name: z.string().max(60),
    code: z.string().max(60).nullable(),
    /** Function and place, from the innermost outwards; of each path its last two parts. Of causes after what they caused. */
    frames: z.array(word).max(MOST_FRAMES * MOST_CAUSES),
    /** Where a value did not fit: the fields' names and what was wrong, without the value. */
    paths: z.array(word).max(MOST_PATHS),
    /** How often it arose since it was last told. */
    times: z.number().int().min(1),
  }),
);
export type Fault = z.infer<typeof fault>;

const isName = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z_$][\w.$-]{0,59}$/.test(text);

/** Code, also of the errors of Node (`ENOSPC`) and PostgreSQL (`23505`); nothing that could be a sentence. */
function codeOf(error: object): string | null {
  const code = 'code' in error ? error.code : null;
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(text) ? text : null;
}

/** A line of a stack as Chromium and Node write it, or as Firefox and Safari do, without the folders that the code lies in. */
function frameOf(line: string): string | null {
  const chromium = /^\s+at (?:(?<fn>[\w.$<>#[\] ]{1,80}) \()?(?<place>[^()\s]+:\d+:\d+)\)?$/.exec(line);
  const firefox = /^(?<fn>[\w.$<>/*]{0,80})@(?<place>\S+:\d+:\d+)$/.exec(line);
  const { fn, place } = (chromium ?? firefox)?.groups ?? {};
  if (place === undefined) return null;
  const short = place
    .replace(/[?#][^:]*/, '')
    .split(/[\\/]/)
    .slice(-2)
    .join('/');
  return `${fn ? `${fn} ` : ''}${short}`.slice(0, 200);
}

function framesOf(error: Error): string[] {
  // A message of several lines stands in the stack too, and one of them may look like a frame.
  const stack = (error.stack ?? '').replace(error.message, '');
  return stack
    .split('\n')
    .flatMap((line) => frameOf(line) ?? [])
    .slice(0, MOST_FRAMES);
}

function pathsOf(error: Error): string[] {
  if (!(error instanceof z.core.$ZodError)) return [];
  return error.issues.slice(0, MOST_PATHS).map((issue) => {
    // The key of a record is a value too where it is no name of a field.
    const path = issue.path.map((part) => (typeof part === 'number' || isName(part) ? part : '?'));
    return `${path.join('.') || 'top'} ${issue.code}`.slice(0, 200);
  });
}

/** What led to it: `cause`, or `inner` as Dexie calls it. */
function causeOf(error: Error): unknown {
  return error.cause ?? ('inner' in error ? error.inner : undefined);
}

export function faultOf(error: unknown, where: string): Fault {
  const known: Fault = {
    where: where.slice(0, 120),
    name: typeof error,
    code: null,
    frames: [],
    paths: [],
    times: 1,
  };
  let next: unknown = error;
  for (let depth = 0; depth < MOST_CAUSES && next instanceof Error; depth++) {
    const name = isName(next.name) ? next.name : 'Error';
    if (depth === 0) known.name = name;
    else known.frames.push(`caused by ${name}`);
    known.code ??= codeOf(next);
    known.frames.push(...framesOf(next));
    known.paths.push(...pathsOf(next).slice(0, MOST_PATHS - known.paths.length));
    next = causeOf(next);
  }
  known.frames = known.frames.slice(0, MOST_FRAMES * MOST_CAUSES);
  return known;
}

/** In one line, for a log that is read as text: what, where, and the innermost places. */
export function faultLine({ where, name, code, frames, paths }: Fault): string {
  const parts = [
    `${where}:`,
    name,
    code ?? '',
    paths.join(', '),
    frames.length > 0 ? `at ${frames.join(' < ')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
