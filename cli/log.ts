/** `log FILE`: time range, levels and busiest messages of a log of any size, read once and never held. */

import { basename } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import { type LogIndex, LogIndexer, levels } from '../shared/collect/log/indexer.ts';
import { refuse, Unreadable } from './files.ts';
import { readFileFlags } from './flags.ts';
import { eachLine } from './log-lines.ts';

const options = { json: { type: 'boolean', default: false } } satisfies ParseArgsOptionsConfig;

/** @returns the exit code */
export async function log(args: readonly string[]): Promise<0 | 2> {
  const given = readFileFlags(args, options, 'Say which log to look at: log FILE [--json]');
  if (!given) return 2;
  const { path, values } = given;
  const indexer = new LogIndexer();
  try {
    const bytes = await eachLine(
      path,
      (line, from, to, long) => indexer.addBytes(line, from, to, long),
      (line, view, from, offset) => indexer.addLike(line, view, from, offset),
    );
    const index = indexer.end();
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ file: basename(path), bytes, ...index }, null, 2)}\n`
        : printed(basename(path), bytes, index),
    );
    return 0;
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.message);
    throw error;
  }
}

function printed(name: string, bytes: number, index: LogIndex): string {
  const { from, to, form, zones, undated, longLines, busiest, uncertain } = index;
  const out = [`${name}: ${index.lines} lines, ${bytes} bytes`];
  if (from && to) {
    out.push(
      `from ${from.text} (line ${from.line}) to ${to.text} (line ${to.line}), ${form}${zones.length > 0 ? `, ${zones.join(', ')}` : ', no zone'}`,
    );
    if (undated > 0) out.push(`${undated} lines have no time of their own`);
  } else out.push('no times were found in it');
  if (longLines > 0) out.push(`${longLines} lines were too long and read at their beginning only`);
  for (const level of levels) {
    const count = index.levels[level];
    if (count) out.push(`  ${level.padEnd(10)}${count}`);
  }
  for (const { message, count, firstLine, lastLine } of busiest)
    out.push(`  ${String(count).padStart(8)}  ${message}  (lines ${firstLine} to ${lastLine})`);
  if (uncertain > 0)
    out.push(`There are so many different messages that each count may be too low by up to ${uncertain}.`);
  return `${out.join('\n')}\n`;
}
