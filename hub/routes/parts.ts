/** What the hub's server is made of. */
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../../shared/sync/protocol.ts';
import type { Uploads } from '../blobs/uploads.ts';
import type { Issuer } from '../issuing/issuer-keys.ts';
import type { HubKey } from '../issuing/keys.ts';
import type { AccessTokens, Session } from '../issuing/sessions.ts';
import type { Threads } from '../push/judging-threads.ts';
import type { ClockWatch } from '../store/clock-watch.ts';
import type { Database } from '../store/database.ts';
import type { Bounds, Limits } from './bounds.ts';
import type { Metrics } from './metrics.ts';
import type { Pokes } from './pokes.ts';
import type { Stream } from './stream.ts';
import type { OutsideParts } from './webhooks.ts';

export interface HubParts {
  database: Database;
  key: HubKey;
  issuer: Issuer;
  pokes: Pokes;
  uploads: Uploads;
  outside: OutsideParts;
  /** Null: operator routes are refused to everybody. */
  operatorToken: string | null;
  /** Reads metrics and nothing else; null: the operator's token does alone. */
  metricsToken?: string | null;
  /** Left out: the clock is believed. */
  clock?: ClockWatch;
  /** Addresses of proxies whose `X-Forwarded-For` is believed; none by default. */
  trustedProxies: readonly string[];
  limits: Limits;
  /** Where large pushes are judged; left out, they are judged beside all else. */
  threads?: Threads;
  now: () => Date;
}

/** What the server has at hand for its routes, beside what it is made of. */
export interface Running {
  bounds: Bounds;
  /** Counts bytes of edits that came. */
  spend: (identity: Identity, bytes: number) => void;
  tokens: AccessTokens;
  metrics: Metrics;
  sessions: WeakMap<FastifyRequest, Session>;
  /** Who hands over by this request. */
  endedDevices: WeakMap<FastifyRequest, string>;
  streams: Set<Stream>;
  /** Bodies of signed requests as they came. */
  signedTexts: WeakMap<FastifyRequest, string>;
}
