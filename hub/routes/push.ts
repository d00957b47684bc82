/**
 * A push, from its bytes. A small one is judged beside all other requests; what may take long has a thread of its own, so that
 * nobody else waits for it.
 */
import { parse } from 'secure-json-parse';
import { MOST_VALUES } from '../../shared/base/json-bounds.ts';
import {
  type Identity,
  type PushRequest,
  type PushResponse,
  pushRequest,
} from '../../shared/sync/protocol.ts';
import { assertOwnDevice } from '../issuing/sessions.ts';
import type { Threads } from '../push/judging-threads.ts';
import { type Manners, takePush } from '../push/push.ts';
import { Refusal } from '../refusal.ts';
import type { ClockWatch } from '../store/clock-watch.ts';
import type { Database } from '../store/database.ts';
import { Allowance, SMALL_PACKET_BYTES, TooHeavy } from '../store/rows.ts';
import { parseBody } from './body.ts';
import { assertBounded } from './json-bounds.ts';

/** A larger one has a thread: parsing it, checking and hashing it would be felt by others. */
const SMALL_BYTES = 128 * 1024;
const FEW_EDITS = 100;
/** What a small push may read of stored rows. */
const READ_BYTES = 1024 * 1024;
/** How long it works before others go first. */
const TURN_MS = 15;

/** Its depth and how much it holds were bounded as it came. @throws Refusal where the bytes are no push of this device */
function readPush(identity: Identity, bytes: Uint8Array): PushRequest {
  let value: unknown;
  try {
    value = parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(), {
      protoAction: 'error',
      constructorAction: 'error',
    });
  } catch {
    throw new Refusal(400, 'malformed', 'The request is not what the hub understands.');
  }
  const body = parseBody(pushRequest, value);
  assertOwnDevice(identity, body);
  return body;
}

/** All of it in the thread that asks. */
export function takeWhole(
  database: Database,
  identity: Identity,
  bytes: Uint8Array,
  now: () => Date,
): Promise<PushResponse> {
  return takePush(database, identity, readPush(identity, bytes), now);
}

/** @param most bytes of stored rows that it may read */
function manners(most: number): Manners {
  let since = performance.now();
  return {
    allowance: new Allowance(most),
    async rest() {
      if (performance.now() - since < TURN_MS) return;
      await new Promise<void>((go) => setImmediate(go));
      since = performance.now();
    },
  };
}

/**
 * Tables whose rows are judged by the hub's time: whether a credential holds, since when a clock runs. An approval is a signature. Those
 * are also what the rules are asked about.
 */
const JUDGED_BY_RULES = ['packets', 'reviews', 'signatures', 'deskEntries'].map((table) =>
  Buffer.from(`"${table}"`),
);

/** Letters as JSON may write them and no console does: a name could hide in them. */
const ESCAPED_LETTERS = ['\\u004', '\\u005', '\\u006', '\\u007'].map((each) => Buffer.from(each));

/** Whether a push may hold a row of these. Read from its bytes, before anything is made of them: one too many only waits. */
function isJudgedByRules(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [...JUDGED_BY_RULES, ...ESCAPED_LETTERS].some((each) => text.includes(each));
}

/** Without threads all is done here. */
export async function takePushed(
  parts: { database: Database; threads?: Threads; now: () => Date; clock?: Pick<ClockWatch, 'problem'> },
  identity: Identity,
  bytes: Uint8Array,
): Promise<PushResponse> {
  const { database, threads, now, clock } = parts;
  const byRules = isJudgedByRules(bytes);
  if (clock && clock.problem !== null && byRules)
    throw new Refusal(
      503,
      'hub-clock',
      'The hub’s clock is wrong, so that it takes no handoffs now. Nothing is wrong with yours: it waits on this computer and is sent once the hub’s operator has set the clock.',
      60,
    );
  if (!threads) return takeWhole(database, identity, bytes, now);
  if (bytes.byteLength <= (byRules ? SMALL_PACKET_BYTES : SMALL_BYTES)) {
    assertBounded(bytes, MOST_VALUES);
    const body = readPush(identity, bytes);
    if (body.mutations.length <= FEW_EDITS) {
      try {
        return await takePush(
          database,
          identity,
          body,
          now,
          manners(byRules ? SMALL_PACKET_BYTES : READ_BYTES),
        );
      } catch (error) {
        if (!(error instanceof TooHeavy)) throw error;
      }
    }
  }
  return threads.push(identity, bytes);
}
