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
import { takeCompare, takeRows } from './compare.ts';
import { sendPage } from './page-text.ts';
import { takePull } from './pull.ts';
import { PageTurns } from './turns.ts';

/** @param asked who asks, once it is sure that the request is their device's */
export function addRowRoutes(
  app: FastifyInstance,
  database: Database,
  asked: (request: FastifyRequest, body: { device?: string | undefined }) => Identity,
  now: () => Date,
): void {
  const turns = new PageTurns();
  const inTurn = <T>(identity: Identity, reply: FastifyReply, work: () => Promise<T>): Promise<T> =>
    turns.take(identity, work, () => reply.raw.destroyed);
  app.post(hubPaths.pull, async (request, reply) => {
    const body = parseStorable(pullRequest, request.body);
    const identity = asked(request, body);
    return sendPage(reply, await inTurn(identity, reply, () => takePull(database, identity, body, now)));
  });
  app.post(hubPaths.compare, async (request, reply) => {
    const body = parseStorable(compareRequest, request.body);
    const identity = asked(request, body);
    return inTurn(identity, reply, () => takeCompare(database, identity, body, now));
  });
  app.post(hubPaths.rows, async (request, reply) => {
    const body = parseStorable(rowsRequest, request.body);
    const identity = asked(request, body);
    return sendPage(reply, await inTurn(identity, reply, () => takeRows(database, identity, body, now)));
  });
}
