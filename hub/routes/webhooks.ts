/** The routes of outside ticket systems: the operator's, the desk's, and the one that the systems call. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuid } from '../../shared/base/ids.ts';
import { hubPaths, type Identity } from '../../shared/sync/protocol.ts';
import {
  deliveriesQuery,
  outsideStatusRequest,
  resendRequest,
  webhookRequest,
} from '../../shared/webhooks/schema.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import { listDeliveries, resendDeliveries } from '../webhooks/deliveries.ts';
import { readSigned } from '../webhooks/signature.ts';
import { OutsideSystems, takeStatus } from '../webhooks/status.ts';
import { addWebhook, listWebhooks, removeWebhook, type WebhookParts } from '../webhooks/webhooks.ts';
import { parseStorable } from './body.ts';

export type OutsideParts = WebhookParts;

/** A query's numbers are texts. */
function queryOf(request: FastifyRequest): unknown {
  const { state = 'dead', after = '0' } = request.query as Record<string, unknown>;
  return { state, after: typeof after === 'string' && /^\d{1,16}$/.test(after) ? Number(after) : after };
}

export function addOutsideRoutes(
  app: FastifyInstance,
  database: Database,
  parts: OutsideParts,
  requests: {
    asked: (request: FastifyRequest, asks: { device?: string | undefined }) => Identity;
    /** The body as it came. */
    text: (request: FastifyRequest) => string;
    /** Judges a signature as of whoever asks from there. */
    judged: <T>(request: FastifyRequest, read: () => Promise<T | null>) => Promise<T | null>;
    /** Takes a place until the answer is sent. */
    placed: (reply: FastifyReply) => void;
  },
): void {
  app.get(hubPaths.webhooks, async () => listWebhooks(database));
  app.post(hubPaths.webhooks, async (request) =>
    addWebhook(parts, parseStorable(webhookRequest, request.body)),
  );
  app.delete(`${hubPaths.webhooks}/:id`, async (request) => {
    const parsed = uuid.safeParse((request.params as { id: string }).id);
    if (!parsed.success) throw new Refusal(404, 'unknown-system', 'There is no such system.');
    return removeWebhook(parts, parsed.data);
  });

  app.get(hubPaths.deliveries, async (request) =>
    listDeliveries(database, parseStorable(deliveriesQuery, queryOf(request)), parts.now()),
  );
  app.post(hubPaths.resend, async (request) => {
    const body = parseStorable(resendRequest, request.body);
    return resendDeliveries(database, requests.asked(request, body), body.ids, parts.now());
  });

  const systems = new OutsideSystems(database, parts.secret);
  app.post(hubPaths.outsideTickets, async (request, reply) => {
    const message = readSigned(request.headers, requests.text(request));
    const system = await requests.judged(request, () => systems.signerOf(message, parts.now()));
    if (!message || !system)
      throw new Refusal(401, 'unauthorised', 'The message is not signed by a system that the hub knows.');
    requests.placed(reply);
    const body = parseStorable(outsideStatusRequest, request.body);
    return takeStatus(database, system, message, body, parts.now);
  });
}
