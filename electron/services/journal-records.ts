/**
 * The lines of a journal, one record each: `sealed BASE64`, which is nonce, sealed JSON and tag, for its device alone. Consoles of before wrote
 * `CHECKSUM JSON` in clear, where the checksum is the first 16 digits of the JSON's SHA-256: such a line is read, and never written.
 */

import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { JsonExcess, parseForeignJson } from '../../shared/base/json-bounds.ts';
import { journalEntry } from '../../shared/bridge/contract.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { NotAuthentic, seal, unseal } from './seal.ts';

const SEALED = 'sealed ';
const CHECKSUM_LENGTH = 16;
const NEW_LINE = 0x0a;
/** Records that are read in one piece: a journal of a month without the hub has thousands, and the shell answers meanwhile. */
const AT_ONCE = 200;

/** What seals and opens the lines of one device's journal. */
export interface LineSeal {
  /** Whether a line in clear is a record. */
  readsClear: boolean;
  seal(json: string): string;
  /** @throws NotAuthentic */
  open(sealed: string): string;
}

/** @param key for journals @param deviceId a line of another device's journal does not open here */
export function lineSeal(key: Uint8Array, deviceId: string, readsClear = true): LineSeal {
  const about = Buffer.from(`journal of ${deviceId}`);
  return {
    readsClear,
    seal: (json) => seal(key, about, Buffer.from(json)).toString('base64'),
    open: (sealed) => unseal(key, about, Buffer.from(sealed, 'base64')).toString('utf8'),
  };
}

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, CHECKSUM_LENGTH);
}

/** One record, with its line end. Base 64 holds no line end of its own. */
export function lineOf(entry: Mutation, by: LineSeal): string {
  return `${SEALED}${by.seal(JSON.stringify(entry))}\n`;
}

/** Where a record lies, with its line end. */
interface Line {
  from: number;
  to: number;
  clear: boolean;
}

export interface JournalRead {
  entries: Mutation[];
  /** Of each entry. */
  lines: Line[];
  /** Bytes that are no whole record: a write that power or a kill cut off, a disk that forgot, or what another hand wrote. */
  damaged: number;
  /** Where the last whole record ends. */
  end: number;
  /** Records that lie in clear, since before. */
  clear: number;
}

/** @returns the JSON of a line in clear; null where it is none, or damaged */
function clearJson(line: string): string | null {
  const json = line.slice(CHECKSUM_LENGTH + 1);
  const whole = line.charAt(CHECKSUM_LENGTH) === ' ' && checksum(json) === line.slice(0, CHECKSUM_LENGTH);
  return whole ? json : null;
}

function sealedJson(line: string, by: LineSeal): string | null {
  try {
    return by.open(line.slice(SEALED.length));
  } catch (error) {
    if (error instanceof NotAuthentic) return null;
    throw error;
  }
}

function recordOf(line: string, by: LineSeal): { entry: Mutation; clear: boolean } | null {
  const sealed = line.startsWith(SEALED);
  const json = sealed ? sealedJson(line, by) : by.readsClear ? clearJson(line) : null;
  if (json === null) return null;
  let value: unknown;
  try {
    value = parseForeignJson(json);
  } catch (error) {
    // Unreported: what nests or holds more than any edit is counted as damaged, as what was cut is.
    if (error instanceof JsonExcess) return null;
    throw error;
  }
  const parsed = journalEntry.safeParse(value);
  return parsed.success ? { entry: parsed.data, clear: !sealed } : null;
}

/** Reads every whole record. One that is damaged costs none of those behind it. */
export async function readRecords(bytes: Buffer, by: LineSeal): Promise<JournalRead> {
  const read: JournalRead = { entries: [], lines: [], damaged: 0, end: 0, clear: 0 };
  for (let from = 0, count = 1; from < bytes.length; count++) {
    const lineEnd = bytes.indexOf(NEW_LINE, from);
    const to = lineEnd === -1 ? bytes.length : lineEnd + 1;
    const record = lineEnd === -1 ? null : recordOf(bytes.toString('utf8', from, lineEnd), by);
    if (record) {
      read.entries.push(record.entry);
      read.lines.push({ from, to, clear: record.clear });
      if (record.clear) read.clear += 1;
      read.end = to;
    } else {
      read.damaged += to - from;
    }
    from = to;
    if (count % AT_ONCE === 0) await breathe();
  }
  return read;
}

/**
 * The records of a journal that `keeps` wants, as lines. One that is sealed is copied as it lies.
 * @returns the lines, and how many they are
 */
export function keptLines(
  bytes: Buffer,
  { entries, lines }: JournalRead,
  keeps: (entry: Mutation) => boolean,
  by: LineSeal,
): { bytes: Buffer; count: number } {
  const kept = entries.flatMap((entry, index) => {
    const line = lines[index];
    if (!line || !keeps(entry)) return [];
    return [line.clear ? Buffer.from(lineOf(entry, by)) : bytes.subarray(line.from, line.to)];
  });
  return { bytes: Buffer.concat(kept), count: kept.length };
}

/** Whether one of the lines begins as a sealed one does. */
export function holdsSealedLine(bytes: Buffer): boolean {
  return bytes.indexOf(SEALED) === 0 || bytes.includes(`\n${SEALED}`);
}
