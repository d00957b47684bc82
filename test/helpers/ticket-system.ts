/** An outside ticket system on loopback: takes webhooks as the published package verifies them, and fails where it is told to. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { hubPaths } from '../../shared/sync/protocol.ts';
import { type OutsideEvent, outsideEvent } from '../../shared/webhooks/schema.ts';
import { freePort } from './free-port.ts';
import type { TestHub } from './hub.ts';
import { type HubAnswer, request } from './test-device.ts';

/** What a hub needs to post to this system, quickly. */
export const loopbackEnv = { HUB_WEBHOOK_NETWORKS: '127.0.0.0/8', HUB_WEBHOOK_RETRY_MS: '20' };

export interface Post {
  event: OutsideEvent;
  headers: IncomingHttpHeaders;
  text: string;
  /** As it was answered. */
  status: number;
}

export interface TicketSystem {
  id: string;
  name: string;
  url: string;
  secret: string;
  /** Every post that came, in the order in which they came, those that were failed too. */
  posts: Post[];
  /** Ids of events that were taken, each once, in the order in which they were first taken. */
  taken: string[];
  /** What the next posts are answered, or done with; 200 when it is empty. Null holds the answer back for good. */
  answers: (number | null | ((response: ServerResponse) => void))[];
  /** Events of a ticket that were taken. */
  of(ticket: string): OutsideEvent[];
  /** Says how a ticket stands, signed. */
  tell(body: object, change?: { id?: string; at?: Date; secret?: string; hub?: string }): Promise<HubAnswer>;
  close(): Promise<void>;
}

let count = 0;

/** Listens, and is registered at the hub by its operator. */
export async function ticketSystem(
  hub: TestHub,
  name = `Sample ticket system ${++count}`,
): Promise<TicketSystem> {
  const posts: Post[] = [];
  const taken: string[] = [];
  const answers: TicketSystem['answers'] = [];
  let secret = '';
  const server = createServer(async (asked, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const headers = Object.fromEntries(
      Object.entries(asked.headers).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    );
    let event: OutsideEvent;
    try {
      event = outsideEvent.parse(new Webhook(secret).verify(text, headers));
    } catch {
      response.writeHead(400).end();
      return;
    }
    const answer = answers.length > 0 ? answers.shift() : 200;
    const status = typeof answer === 'number' ? answer : 0;
    posts.push({ event, headers: asked.headers, text, status });
    if (status >= 200 && status < 300 && !taken.includes(event.id)) taken.push(event.id);
    if (typeof answer === 'function') answer(response);
    else if (typeof answer === 'number') response.writeHead(answer).end('{}');
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const made = await request(hub.url, hubPaths.webhooks, {
    token: hub.operatorToken,
    body: { name, url },
  });
  if (made.status !== 200) throw new Error(`not registered: ${made.status} ${JSON.stringify(made.body)}`);
  const { id, secret: told } = made.body as { id: string; secret: string };
  secret = told;
  return {
    id,
    name,
    url,
    secret,
    posts,
    taken,
    answers,
    of: (ticket) =>
      taken.flatMap((each) => {
        const found = posts.find(({ event }) => event.id === each)?.event;
        return found?.subject === ticket ? [found] : [];
      }),
    async tell(body, change = {}) {
      const text = JSON.stringify(body);
      const { id: message = `msg_${Math.random().toString(36).slice(2)}`, at = new Date() } = change;
      const response = await fetch((change.hub ?? hub.url) + hubPaths.outsideTickets, {
        method: 'POST',
        body: text,
        headers: {
          'content-type': 'application/json',
          'webhook-id': message,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(change.secret ?? secret).sign(message, at, text),
        },
      });
      return { status: response.status, body: await response.json(), headers: response.headers };
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
