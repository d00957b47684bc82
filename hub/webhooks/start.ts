/** Outside ticket systems in a running hub: what is set for them, and the worker that posts to them. */
import { report } from '../log.ts';
import type { Pokes } from '../routes/pokes.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { Addresses, readNetworks } from './addresses.ts';
import { post } from './post.ts';
import type { WebhookParts } from './webhooks.ts';
import { DeliveryWorker, MOST_POSTS } from './worker.ts';

const FIRST_RETRY_MS = 5_000;
const TIDY_EVERY_MS = 3_600_000;

export interface OutsideSettings {
  addresses: Addresses;
  /** The wait after the first failed post, in milliseconds. */
  firstRetryMs: number;
}

/** @throws Error whose message is one line for the person who started the hub */
export function outsideSettings(env: Readonly<Record<string, string | undefined>>): OutsideSettings {
  const { HUB_WEBHOOK_NETWORKS: networks = '', HUB_WEBHOOK_RETRY_MS: retry = '' } = env;
  if (retry !== '' && !/^[1-9]\d{0,6}$/.test(retry))
    throw new Error(`HUB_WEBHOOK_RETRY_MS is ${retry}. Give milliseconds, from 1 to 9999999.`);
  return {
    addresses: new Addresses(readNetworks(networks)),
    firstRetryMs: retry === '' ? FIRST_RETRY_MS : Number(retry),
  };
}

/** Starts the worker. */
export function startDeliveries(
  { addresses, firstRetryMs }: OutsideSettings,
  hub: { database: Database; databaseUrl: string; secret: string; pokes: Pokes },
): { parts: WebhookParts; close: () => Promise<void> } {
  const { database, secret, pokes } = hub;
  const now = () => new Date();
  const claims = openDatabase(hub.databaseUrl, MOST_POSTS);
  const worker = new DeliveryWorker({
    database: claims,
    secret,
    firstRetryMs,
    post: (url, headers, text, stopped) => post(addresses, url, headers, text, stopped),
    now,
    random: Math.random,
  });
  // Every delivery is written with a change of this scope.
  const deaf = pokes.add('deliveries', ['level3'], () => worker.wake());
  const tidy = () =>
    worker.tidy().catch((error: unknown) => report(error, 'Old deliveries were not removed'));
  let tidied = tidy();
  const tidying = setInterval(() => {
    tidied = tidy();
  }, TIDY_EVERY_MS);
  worker.start();
  return {
    parts: { database, addresses, secret, now },
    close: async () => {
      deaf();
      clearInterval(tidying);
      await Promise.all([worker.close(), tidied]);
      await claims.end();
    },
  };
}
