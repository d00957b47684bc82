/** The lines of a journal: `CHECKSUM JSON`, where the checksum is the first 16 digits of the JSON's SHA-256. */
import { createHash } from 'node:crypto';
import { journalEntry } from '../../shared/bridge/contract.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';

const CHECKSUM_LENGTH = 16;
const NEW_LINE = 0x0a;

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, CHECKSUM_LENGTH);
}

/** One record, with its line end. JSON holds no line end of its own. */
export function lineOf(entry: Mutation): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

export interface JournalRead {
  entries: Mutation[];
  /** Bytes that are no whole record: a write that power or a kill cut off, or a disk that forgot. */
  damaged: number;
  /** Where the last whole record ends. */
  end: number;
}

function recordOf(line: string): Mutation | null {
  const json = line.slice(CHECKSUM_LENGTH + 1);
  if (line.charAt(CHECKSUM_LENGTH) !== ' ' || checksum(json) !== line.slice(0, CHECKSUM_LENGTH)) return null;
  const parsed = journalEntry.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

/** Reads every whole record. One that is damaged costs none of those behind it. */
export function readRecords(bytes: Buffer): JournalRead {
  const entries: Mutation[] = [];
  let damaged = 0;
  let end = 0;
  for (let from = 0; from < bytes.length; ) {
    const lineEnd = bytes.indexOf(NEW_LINE, from);
    const next = lineEnd === -1 ? bytes.length : lineEnd + 1;
    const entry = lineEnd === -1 ? null : recordOf(bytes.toString('utf8', from, lineEnd));
    if (entry) {
      entries.push(entry);
      end = next;
    } else {
      damaged += next - from;
    }
    from = next;
  }
  return { entries, damaged, end };
}
