/**
 * Pages of rows as PostgreSQL wrote them: what a row holds goes out as the database's own JSON text, in pieces. Parsing megabytes of
 * rows, and writing them as text again, would keep everybody else waiting for as long as it takes.
 */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { PulledRow } from '../../shared/sync/protocol.ts';

/** A row whose data is JSON text, and null for none. */
export type TextRow = Omit<PulledRow, 'data' | 'hash' | 'changedAt'> & {
  hash?: string | null;
  changedAt?: Date | null;
  text: string | null;
};

/** An answer whose rows are still text. */
export interface TextPage {
  rows: readonly TextRow[];
  /** All else that the answer has. */
  rest: object;
}

/** Characters that are turned into bytes at once. */
const PIECE = 64 * 1024;

/** What the first half of a character (a high surrogate) is. */
function isHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function rowHead({ table, key, version, index, deleted, hash, changedAt }: TextRow): string {
  const head = {
    ...{ table, key, version, index, deleted },
    ...(typeof hash === 'string' && { hash }),
    ...(changedAt && { changedAt: changedAt.toISOString() }),
  };
  return `${JSON.stringify(head).slice(0, -1)},"data":`;
}

/** The answer's text, in pieces of which none is much longer than `piece` characters; no character is cut in two. */
export function* piecesOf({ rows, rest }: TextPage, piece = PIECE): Generator<string> {
  let waiting = '{"rows":[';
  for (const [place, row] of rows.entries()) {
    waiting += `${place === 0 ? '' : ','}${rowHead(row)}`;
    const text = row.text ?? 'null';
    for (let from = 0; from < text.length; ) {
      let to = Math.min(text.length, from + Math.max(1, piece - waiting.length));
      if (to < text.length && isHalf(text.charCodeAt(to - 1))) to += 1;
      waiting += text.slice(from, to);
      from = to;
      if (waiting.length >= piece) {
        yield waiting;
        waiting = '';
      }
    }
    waiting += '}';
  }
  yield `${waiting}],${JSON.stringify(rest).slice(1)}`;
}

/** Answers with a page: a small one as it is, a large one piece after piece as it is read. */
export function sendPage(reply: FastifyReply, page: TextPage): FastifyReply {
  reply.type('application/json; charset=utf-8');
  const pieces = piecesOf(page);
  const first = pieces.next().value ?? '';
  const second = pieces.next();
  if (second.done) return reply.send(first);
  return reply.send(
    Readable.from(
      (function* () {
        yield first;
        yield second.value;
        yield* pieces;
      })(),
    ),
  );
}
