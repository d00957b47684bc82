/** What devices read: pages of a scope, its comparison, and rows by key. Of one device one is read at a time. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  compareRequest,
  hubPaths,
  type Identity,
  pullRequest,
  rowsRequest,
} from '../../shared/sync/protocol.ts';
import type { Database } from '../store/database.ts';
import { parseStorable } from './body.ts';
import type { Bounds } from './bounds.ts';
import { takeCompare, takeRows } from './compare.ts';
import { sendPage, type TextPage } from './page-text.ts';
import { takePull } from './pull.ts';
import { PageTurns } from './turns.ts';

/** Characters of rows from which on a page is heavy. */
const HEAVY = 1024 * 1024;

const weightOf = ({ rows }: TextPage) => rows.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
const isHeavy = (done: object) => 'rows' in done && weightOf(done as TextPage) >= HEAVY;

/** @param asked who asks, once it is sure that the request is their device's */
export function addRowRoutes(
  app: FastifyInstance,
  database: Database,
  asked: (request: FastifyRequest, body: { device?: string | undefined }) => Identity,
  now: () => Date,
  bounds: Bounds,
): void {
  const turns = new PageTurns();
  /** A page is in memory until whoever asked has read it, however slowly: it has to find room. */
  const inRoom = ({ organisation }: Identity, reply: FastifyReply, page: TextPage): TextPage => {
    const room = bounds.body(organisation.id);
    reply.raw.once('close', room.leave);
    room.take(weightOf(page));
    return page;
  };
  const inTurn = <T extends object>(
    identity: Identity,
    reply: FastifyReply,
    work: () => Promise<T>,
  ): Promise<T> => turns.take(identity, work, () => reply.raw.destroyed, isHeavy);
  app.post(hubPaths.pull, async (request, reply) => {
    const body = parseStorable(pullRequest, request.body);
    const identity = asked(request, body);
    const page = await inTurn(identity, reply, () => takePull(database, identity, body, now));
    return sendPage(reply, inRoom(identity, reply, page));
  });
  app.post(hubPaths.compare, async (request, reply) => {
    const body = parseStorable(compareRequest, request.body);
    const identity = asked(request, body);
    return inTurn(identity, reply, () => takeCompare(database, identity, body, now));
  });
  app.post(hubPaths.rows, async (request, reply) => {
    const body = parseStorable(rowsRequest, request.body);
    const identity = asked(request, body);
    const page = await inTurn(identity, reply, () => takeRows(database, identity, body, now));
    return sendPage(reply, inRoom(identity, reply, page));
  });
}
