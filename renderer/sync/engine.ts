/**
 * The device's half of sync: one leader a device (S11), push until the outbox is empty, pull each scope to its head, wait for
 * a poke, an edit or the timer. Time, chance, timers and the lock are passed in.
 */
import { plural, t } from '@lingui/core/macro';
import { faultOf, messageOf } from '../../shared/base/fault.ts';
import { asSentence, capital } from '../../shared/base/sentence.ts';
import type { Answer, Bridge, CallOutput, Failure } from '../../shared/bridge/contract.ts';
import { faultForPerson } from '../../shared/bridge/line.ts';
import {
  type Cursor,
  type Identity,
  MAX_PUSH,
  PROTOCOL,
  type PushResult,
  SCHEMA,
} from '../../shared/sync/protocol.ts';
import { ShellUnreachable } from '../bridge/browser.ts';
import { SignedOut } from '../bridge/tab.ts';
import type { Changes } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { OutboxEntry } from '../store/device-rows.ts';
import { repairJournal } from '../store/recovery.ts';
import { report } from '../store/report.ts';
import { appendToJournal, mutationOf, ownerOf } from '../store/write.ts';
import { applyPage, applyPushResults } from './apply.ts';
import { compareScope } from './compare.ts';
import { fetchCase, NOT_AT_HUB, wantedCases } from './fetch-case.ts';
import { noteHubTime } from './hub-clock.ts';
import { learnHubKeys } from './hub-keys.ts';
import { lookForComputers } from './own-computers.ts';
import { fetchPacket, ownPacketsToFetch } from './packet-contents.ts';
import { Pause } from './pause.ts';
import { clearRecovered, listLost, realign, renumber } from './realign.ts';
import { exchangeRecoveryCode } from './recovery-code.ts';
import { rejectedNumbers } from './rejected-edits.ts';
import { lostScopes, scopeWords, wipeScope } from './scopes.ts';
import { signIn } from './sign-in.ts';
import { type SyncState, syncStateOf } from './sync-state.ts';
import { isNothingWaiting } from './waiting.ts';

/** Rows of one pull: a page is read and checked in one task, which must not hold up typing. */
const PULL_PAGE = 500;
const PUSH_BYTES = 8 * 1024 * 1024;
const POLL_MS = 30_000;
const FIRST_WAIT_MS = 1_000;
/** Where the line broke in the middle of the work: it was there a moment ago, and is asked for again soon. */
const SHORT_WAIT_MS = 100;
const LONGEST_WAIT_MS = 60_000;
/** What the hub, or a proxy before it, says of a request that is too large for it. */
const tooLarge = ['too-large', 'http-413'];
/** The shell's own patience with a request is over. */
const TIMED_OUT = 'timeout';
/** Where the line breaks in the middle of requests, they are made no smaller than this: each costs a turn of its own. */
const FEWEST = 50;
const LOG_LINES = 1_000;

const halved = (size: number) => Math.min(size, Math.max(FEWEST, Math.floor(size / 2)));

export interface SyncParts {
  db: ConsoleDatabase;
  bridge: Bridge;
  changes: Changes;
  now: () => Date;
  /** 0 up to 1. */
  random: () => number;
  newId: () => string;
  /** Calls back after the milliseconds, unless the answered function is called. */
  timer: (ms: number, fire: () => void) => () => void;
  /** Edits of a push and rows of a page, at the most; smaller where a test wants many of them. */
  sizes?: { push: number; page: number };
  /** Runs `work` while no other window of this device runs it; fails where the browser has no locks. */
  lead: (work: () => Promise<void>, stop: AbortSignal) => Promise<void>;
  /** Told where the journal could not take what waits, as in `WriteParts`. */
  journalBehind?: () => void;
  /** Runs `work`, the sending of edits, while nothing takes any of them back, in whichever window. */
  sending?: (work: () => Promise<void>) => Promise<void>;
  /** Runs `work` beside the caller. @returns waits for its end, and fails as it did; one that counts threads passes its own */
  runConcurrently?: (work: () => Promise<void>) => () => Promise<void>;
}

function startConcurrently(work: () => Promise<void>): () => Promise<void> {
  const running = work();
  // Unreported: told to whoever waits for it; until then it is nobody's.
  running.catch(() => undefined);
  return () => running;
}

/** A fault of the console's own, without its message, which may quote what somebody typed: the log has where it arose. */
function faultWords(error: unknown): string {
  if (error instanceof ShellUnreachable) return error.message;
  const { name } = faultOf(error, 'sync');
  return t`Sync stopped on a fault in this console: ${name}. Your changes are safe on this computer; it is tried again. Export the fault log on the Sync screen and send it to support.`;
}

/** The hub's answer to a pull, and when it came, by this computer's clock. */
interface ArrivedPage {
  answer: CallOutput<'hub.pull'>;
  at: Date;
}

/** Ends a round early; the loop waits and tries again. */
class RoundFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export class SyncEngine {
  readonly #parts: SyncParts;
  readonly #stop = new AbortController();
  readonly #pause: Pause;
  #again = false;
  /** After a failure: an edit or a poke does not shorten the wait that the hub, or courtesy, asked for. */
  #waitingForHub = false;
  /** Edits in one push; fewer for a while where something on the way takes only small requests. */
  #batch: number;
  /** Rows of one pulled page; fewer for a while where the line breaks before a page is through. */
  #page: number;
  readonly #sizes: { push: number; page: number };
  /** Whether the hub took or gave anything, or had nothing to give, since the last failure. */
  #progress = false;
  /** The wait behind the next try at a line that broke in the middle of the work; null where it is none. */
  #shortWait: number | null = null;
  #listening = false;
  /** What went over the line in this contact, for its line in the log. */
  #moved = { sent: 0, refused: 0, received: 0 };
  /** The shell knows that it works for this device. */
  #inUse = false;
  #unsubscribe: (() => void)[] = [];

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#pause = new Pause(parts.timer, this.#stop.signal);
    this.#sizes = parts.sizes ?? { push: MAX_PUSH, page: PULL_PAGE };
    this.#batch = this.#sizes.push;
    this.#page = this.#sizes.page;
  }

  /** Starts once the device is enrolled; leads as soon as no other window does. */
  start(): void {
    const { bridge, lead } = this.#parts;
    this.#unsubscribe = [
      bridge.on('hub.poke', () => this.wake()),
      bridge.on('hub.link', ({ up }) => {
        if (up) this.syncNow();
        else void this.#setState({ link: 'offline' });
      }),
    ];
    lead(() => this.#loop(), this.#stop.signal).catch((error: unknown) => {
      if (this.#stop.signal.aborted) return;
      report(error, 'sync');
      void this.#setState({
        link: 'fault',
        moving: false,
        problem: t`Nothing is sent from this window: ${messageOf(error)}`,
      });
    });
  }

  stop(): void {
    this.#stop.abort();
    for (const end of this.#unsubscribe) end();
    this.#pause.end();
  }

  /** There is something to do: a new edit, or a poke. */
  wake(): void {
    this.#again = true;
    if (!this.#waitingForHub) this.#pause.end();
  }

  /** The line is there again, or a person does not want to wait: tries at once. */
  syncNow(): void {
    this.#again = true;
    this.#waitingForHub = false;
    this.#pause.end();
  }

  async #loop(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#again = false;
      let wait = POLL_MS;
      this.#waitingForHub = false;
      try {
        await this.#round();
        failures = 0;
        this.#progress = true;
      } catch (error) {
        // A window that closes takes its database away from under the round.
        if (this.#stop.signal.aborted) return;
        await this.#logMoved();
        const failure = error instanceof RoundFailed ? error.failure : null;
        this.#shortWait = this.#nextShortWait(failure);
        failures = this.#shortWait === null ? failures + 1 : 0;
        this.#progress = false;
        this.#waitingForHub = true;
        const backoff = this.#shortWait ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
        wait = backoff * (0.5 + this.#parts.random() / 2);
        if (failure?.retryAfterSeconds) wait = Math.max(wait, failure.retryAfterSeconds * 1000);
        if (!failure) report(error, 'sync');
        const fault = failure?.kind === 'offline' ? failure.code : '';
        // Nobody is signed in to the shell: there is no line, and it is said above all screens.
        const isOut = error instanceof SignedOut;
        // Without a network there is nothing to do but to wait; what somebody has to mend is a problem.
        const waits = failure?.kind === 'offline' && !faultForPerson(failure.code);
        const problem = isOut ? '' : failure ? (waits ? '' : failure.message) : faultWords(error);
        const before = await this.#setState({
          link: isOut || failure?.kind === 'offline' ? 'offline' : failure === null ? 'fault' : 'refused',
          moving: false,
          ...(failure === null && !isOut ? { agrees: false } : {}),
          problem,
          fault,
        });
        // The line is tried again and again: what stands there is told once.
        const isNews = isOut
          ? false
          : failure?.kind === 'offline'
            ? !waits && before.fault !== fault
            : before.problem !== problem;
        if (isNews) await this.log(problem);
      }
      if (this.#waitingForHub || !this.#again) await this.#pause.wait(wait);
    }
  }

  /** A line that was there a moment ago is tried a few times before it counts as one that is away. */
  #nextShortWait(failure: Failure | null): number | null {
    if (failure?.kind !== 'offline' || failure.code === TIMED_OUT) return null;
    if (this.#progress) return SHORT_WAIT_MS;
    const next = this.#shortWait === null ? FIRST_WAIT_MS : 2 * this.#shortWait;
    return next < FIRST_WAIT_MS ? next : null;
  }

  /** Push and pull until nothing is left to do. */
  async #round(): Promise<void> {
    const { db, bridge } = this.#parts;
    const device = await db.device.get('device');
    if (!device) return;
    // Whoever led before may have been another person's window: nothing goes by that one's token.
    if (!this.#inUse) await bridge.call('device.use', { deviceId: device.identity.deviceId });
    this.#inUse = true;
    // What is sent is at the hub before it is compared: between the two nothing may say 'up to date' (S8).
    if (!(await isNothingWaiting(db))) await this.#setState({ moving: true, agrees: false });
    const { sending = (work) => work() } = this.#parts;
    await this.#withSession(() => sending(() => this.#push(device.identity.deviceId)));
    const agrees = await this.#pullScopes();
    await this.#withSession(() => this.#fetchOwnPackets());
    await this.#withSession(() => this.#fetchWanted());
    // The token of the enrolment says nothing of them, and holds for a while: a computer would go by none until the next.
    if (device.rules === undefined) await this.#authenticate();
    if (!this.#listening) {
      this.#listening = true;
      await bridge.call('hub.listen', { on: true });
    }
    // The line stands in the log once the state says that all is settled.
    await this.#logMoved();
    const at = this.#parts.now().toISOString();
    const settled = agrees && (await isNothingWaiting(db));
    await this.#setState({
      link: 'online',
      moving: false,
      problem: '',
      fault: '',
      agrees: settled,
      ...(settled ? { lastAgreement: at } : {}),
    });
  }

  /** Pulls what the person may read, and removes what they no longer may (S13). */
  async #pullScopes(): Promise<boolean> {
    const { db, changes } = this.#parts;
    let agrees = true;
    for (let attempts = 0; ; attempts++) {
      const identity = (await db.device.get('device'))?.identity;
      if (!identity) return false;
      try {
        await this.#withSession(() => this.#findRestore(identity));
        for (const scope of identity.scopes)
          if (!(await this.#withSession(() => this.#pull(scope)))) agrees = false;
      } catch (error) {
        // The roles changed since this device last said who it is: the hub tells the new ones.
        const lost = error instanceof RoundFailed && error.failure.code === 'scope-forbidden';
        if (!lost || attempts > 1) throw error;
        await this.#authenticate();
        continue;
      }
      for (const scope of await lostScopes(db, identity.scopes)) {
        const removed = await wipeScope(db, scope);
        if (!removed) continue;
        changes.publish(removed);
        await this.log(
          t`Your role no longer reads ${scopeWords(scope)}: ${plural(removed.length, { one: '# row', other: '# rows' })} left this computer.`,
        );
      }
      return agrees;
    }
  }

  /** What the person at the desk works on is on this computer before they open it without a network (S14). */
  async #fetchOwnPackets(): Promise<void> {
    const { db, bridge, changes } = this.#parts;
    const identity = (await db.device.get('device'))?.identity;
    if (!identity) return;
    for (const packetId of await ownPacketsToFetch(db, identity)) {
      const answer = await fetchPacket({ db, bridge }, packetId);
      if (!answer.ok) throw new RoundFailed(answer.failure);
      changes.publish(answer.value.changes);
    }
  }

  /** Cases that left this computer and are open again, or that somebody asked for. */
  async #fetchWanted(): Promise<void> {
    const { db, bridge, changes } = this.#parts;
    for (const { id } of await wantedCases(db)) {
      const done = await fetchCase({ db, bridge }, id);
      if (done.kind === 'failed' && done.failure.code !== NOT_AT_HUB) throw new RoundFailed(done.failure);
      if (done.kind === 'again') this.wake();
      if (done.kind === 'fetched') changes.publish(done.changes);
    }
  }

  /**
   * A device that has read nothing of a scope yet does not see in it that the hub's history began anew. Where it has sent edits
   * before, it asks what the hub has of them: a number that no hub waits for is answered with the last that it knows (S3, S7).
   */
  async #findRestore({ deviceId, scopes }: Identity): Promise<void> {
    const { db } = this.#parts;
    const cursors = await db.cursors.bulkGet(scopes);
    const unread = scopes.filter((_, index) => !cursors[index]);
    const last =
      unread.length > 0 ? (await db.sentBatches.orderBy('last').last())?.entries.at(-1) : undefined;
    if (!last) return;
    const answer = await this.#send(deviceId, [{ ...last, n: Number.MAX_SAFE_INTEGER }]);
    if (answer.ok) return;
    const { lastN } = answer.failure;
    if (lastN === undefined) throw new RoundFailed(answer.failure);
    if (lastN < last.n) for (const scope of unread) await this.#realign(deviceId, lastN, scope);
  }

  /** Runs the call; where the hub wants to know who this is, says so and runs it once more. */
  async #withSession<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RoundFailed) || error.failure.kind !== 'unauthorised') throw error;
    }
    await this.#authenticate();
    return work();
  }

  /** Runs a call of another part of the console as the enrolled device; signs in again where the hub asks for it. */
  async asDevice<T>(call: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const first = await call();
    if (first.ok || first.failure.kind !== 'unauthorised') return first;
    try {
      await this.#authenticate();
    } catch (error) {
      if (error instanceof RoundFailed) return { ok: false, failure: error.failure };
      throw error;
    }
    return call();
  }

  /** Says who this is; the hub answers with the person's roles as they are now. */
  async #authenticate(): Promise<void> {
    const { db, bridge, now, newId } = this.#parts;
    const device = await db.device.get('device');
    if (!device) throw new Error('this computer is not enrolled');
    const answer = await signIn({ db, bridge, now, newId }, device);
    if (!answer.ok) throw new RoundFailed(answer.failure);
    const { identity, hubTime, rules } = answer.value;
    await db.device.update('device', { identity, lastHubTime: hubTime, rules });
    await noteHubTime(db, hubTime, now());
    await learnHubKeys({ db, bridge });
    await lookForComputers({ db, bridge });
    await exchangeRecoveryCode({ db, bridge }).catch((error: unknown) => report(error, 'device.recovery'));
  }

  #send(deviceId: string, entries: readonly OutboxEntry[]): Promise<CallOutput<'hub.push'>> {
    const mutations = entries.map(mutationOf);
    return this.#parts.bridge.call('hub.push', {
      protocol: PROTOCOL,
      schema: SCHEMA,
      device: deviceId,
      mutations,
    });
  }

  /** The next edits that fit one request, from a number on. @param most edits of it */
  async #nextBatch(after: number, most = this.#batch): Promise<OutboxEntry[]> {
    const { db } = this.#parts;
    const read = () => db.outbox.where('n').above(after).limit(most).toArray();
    let entries = await read();
    // One that could not be opened comes back from the journal: without it the numbers would have a gap.
    if (db.sealing?.mending) {
      await db.sealing.mending;
      entries = await read();
    }
    let bytes = 0;
    const end = entries.findIndex((entry, index) => {
      bytes += entry.bytes;
      return index > 0 && bytes > PUSH_BYTES;
    });
    return end < 0 ? entries : entries.slice(0, end);
  }

  /**
   * While the answers to one batch are kept, the next is on its way, and the one behind it is read and opened: to the hub they are one
   * after the other, and a device that dies in between sends again what it kept no answer to. What waits does not change meanwhile:
   * whoever takes an edit back waits for the sending.
   */
  async #push(deviceId: string): Promise<void> {
    const { runConcurrently = startConcurrently } = this.#parts;
    let kept = async () => {};
    let isRead = async () => {};
    let after = 0;
    try {
      let batch = await this.#nextBatch(after);
      while (batch.length > 0) {
        const last = batch.at(-1)?.n ?? after;
        let ahead: OutboxEntry[] = [];
        isRead = runConcurrently(async () => {
          ahead = await this.#nextBatch(last, this.#largerBatch());
        });
        const answer = await this.#send(deviceId, batch);
        await kept();
        // Before the answers are kept: it would wait for the transaction that keeps them.
        await isRead();
        if (!answer.ok && answer.failure.lastN !== undefined) {
          const { code, lastN } = answer.failure;
          return code === 'hash-mismatch'
            ? await this.#renumber(deviceId, lastN)
            : await this.#realign(deviceId, lastN, null);
        }
        if (!answer.ok) {
          const { code } = answer.failure;
          // Something on the way takes smaller requests than the hub does, or the line is slow.
          if (tooLarge.includes(code) || code === TIMED_OUT)
            this.#batch = Math.max(1, Math.floor(batch.length / 2));
          // A line that breaks each second lets nothing through that takes longer; one that broke behind what it let through may let
          // the same through again.
          else if (answer.failure.kind === 'offline' && !this.#progress) this.#batch = halved(this.#batch);
          if (!tooLarge.includes(code) || batch.length === 1) throw new RoundFailed(answer.failure);
          batch = await this.#nextBatch(after);
          continue;
        }
        this.#progress = true;
        this.#batch = this.#largerBatch();
        after = last;
        const sent = batch;
        batch = ahead.length > 0 ? ahead : await this.#nextBatch(after);
        const lastN = Math.min(answer.value.lastN, after);
        kept = runConcurrently(() => this.#keepAnswers(deviceId, answer.value.results, lastN, sent));
      }
    } finally {
      try {
        await isRead();
      } finally {
        await kept();
      }
    }
  }

  /** Edits of a push after one that went through. */
  #largerBatch(): number {
    return Math.min(this.#sizes.push, this.#batch * 2);
  }

  /** @param lastN all up to here is at the hub, and its answers are among these or were kept before */
  async #keepAnswers(
    deviceId: string,
    results: readonly PushResult[],
    lastN: number,
    sent: readonly OutboxEntry[],
  ): Promise<void> {
    const { db, bridge, changes, now } = this.#parts;
    changes.publish(await applyPushResults(db, results, now().toISOString(), sent));
    const refused = results.filter((result) => result.outcome === 'rejected').length;
    this.#moved.sent += results.length;
    this.#moved.refused += refused;
    // The edits have left the outbox for good: the journal may forget them.
    await bridge.call('journal.acknowledge', { deviceId, n: lastN, keep: await rejectedNumbers(db) });
  }

  /** Asks for a page of a scope, from a place on, and notes when the answer came. */
  async #pageFrom(scope: string, cursor: Cursor | null): Promise<ArrivedPage> {
    const { db, bridge, now } = this.#parts;
    const device = (await db.device.get('device'))?.identity.deviceId;
    const answer = await bridge.call('hub.pull', {
      protocol: PROTOCOL,
      schema: SCHEMA,
      device,
      scope,
      cursor,
      limit: this.#page,
      brief: true,
      dated: true,
    });
    return { answer, at: now() };
  }

  /**
   * While a page is kept, the next is on its way: it begins where this one ends, whatever is kept of it. One that was asked for in vain is
   * asked for again, from where the device then stands.
   * @returns whether this device now holds the scope as the hub does
   */
  async #pull(scope: string): Promise<boolean> {
    const { db, changes, runConcurrently = startConcurrently } = this.#parts;
    let fresh = false;
    let isHere = async () => {};
    let ahead: ArrivedPage | null = null;
    try {
      for (let attempts = 0; ; ) {
        const held = fresh ? undefined : await db.cursors.get(scope);
        const cursor = held ? { epoch: held.epoch, version: held.version, index: held.index } : null;
        await isHere();
        const { answer, at }: ArrivedPage = ahead ?? (await this.#pageFrom(scope, cursor));
        ahead = null;
        if (!answer.ok) {
          if (answer.failure.kind === 'offline' && !this.#progress) this.#page = halved(this.#page);
          throw new RoundFailed(answer.failure);
        }
        this.#page = Math.min(this.#sizes.page, this.#page * 2);
        if (answer.value.kind === 'expired') {
          await this.log(t`The hub’s history of ${scopeWords(scope)} was reset; starting from a snapshot.`);
          const device = await db.device.get('device');
          if (device) await this.#realign(device.identity.deviceId, answer.value.lastN, scope);
          fresh = true;
          attempts += 1;
          if (attempts > 3) return false;
          continue;
        }
        const { page } = answer.value;
        if (page.more)
          isHere = runConcurrently(async () => {
            ahead = await this.#pageFrom(scope, page.cursor);
          });
        await noteHubTime(db, page.hubTime, at);
        const applied = await applyPage(db, scope, page, cursor === null);
        if (page.rows.length > 0) this.#progress = true;
        fresh = false;
        changes.publish(applied.changes);
        this.#moved.received += page.rows.length;
        if (applied.agrees === true) {
          await this.#reportLostRows(scope);
          await clearRecovered(db);
          return true;
        }
        if (applied.agrees === false) {
          attempts += 1;
          if (attempts > 2) return false;
          const compared = attempts === 1 ? await this.#compare(scope) : null;
          if (compared) continue;
          await this.log(
            t`This computer and the hub differ in ${scopeWords(scope)}; starting from a snapshot.`,
          );
          fresh = true;
        }
      }
    } finally {
      // Unreported: a page that nobody waits for any more.
      await isHere().catch(() => undefined);
    }
  }

  /** @returns whether the scope was compared row by row, and mended */
  async #compare(scope: string): Promise<boolean> {
    const { db, bridge, changes } = this.#parts;
    const failed = ({ failure }: { failure: Failure }) => new RoundFailed(failure);
    const compared = await compareScope({ db, bridge }, scope, failed);
    if (!compared) return false;
    changes.publish(compared.changes);
    await this.log(
      t`This computer and the hub differed in ${scopeWords(scope)}: ${plural(compared.fetched, { one: '# row', other: '# rows' })} fetched, ${compared.removed} removed.`,
    );
    return true;
  }

  /** The hub was restored, and lacks edits that it had acknowledged: they wait again, in the journal too. */
  async #realign(deviceId: string, lastN: number, scope: string | null): Promise<void> {
    const { db, bridge } = this.#parts;
    const { again, renumbered } = await realign(db, lastN, scope);
    if (again === 0 && !renumbered) return;
    await bridge.call('journal.reopen', { deviceId, n: lastN });
    if (renumbered) await this.#journalOutbox();
    else if (!(await repairJournal({ db, bridge }))) this.#parts.journalBehind?.();
    await this.log(
      t`The hub was restored from a backup; ${plural(again, { one: '# change', other: '# changes' })} that it had before go again.`,
    );
    this.wake();
  }

  async #renumber(deviceId: string, lastN: number): Promise<void> {
    const { db, bridge } = this.#parts;
    await renumber(db, lastN);
    await bridge.call('journal.reopen', { deviceId, n: lastN });
    await this.#journalOutbox();
    await this.log(t`The hub had other changes under the numbers of those that wait; these got new numbers.`);
    this.wake();
  }

  /** What waits goes to the journal again, under the numbers that it has now. */
  async #journalOutbox(): Promise<void> {
    const { db, bridge, journalBehind } = this.#parts;
    const device = await db.device.get('device');
    if (!device) return;
    const refused = await appendToJournal(bridge, ownerOf(device), await db.outbox.toArray());
    if (refused !== null) journalBehind?.();
  }

  async #reportLostRows(scope: string): Promise<void> {
    const { listed, gone } = await listLost(this.#parts.db, scope, this.#parts.now().toISOString());
    if (listed > 0)
      await this.log(
        t`The restored hub lacks ${plural(listed, { one: '# row', other: '# rows' })} that this computer keeps.`,
      );
    if (gone > 0) await this.log(t`${gone} receipts and conflicts of the hub’s own are no longer there.`);
  }

  /** One line of what went over the line in this contact with the hub, where anything did. */
  async #logMoved(): Promise<void> {
    const { sent, refused, received } = this.#moved;
    this.#moved = { sent: 0, refused: 0, received: 0 };
    const parts = [
      sent > 0 &&
        t`sent ${plural(sent, { one: '# change', other: '# changes' })}${refused > 0 ? t`, of which the hub refused ${refused}` : ''}`,
      received > 0 && t`received ${plural(received, { one: '# row', other: '# rows' })}`,
    ].filter((part) => part !== false);
    if (parts.length > 0) await this.log(asSentence(capital(parts.join('; '))));
  }

  /** One line of the sync log; the oldest lines go when there are many. */
  async log(text: string): Promise<void> {
    const { db, now } = this.#parts;
    const id = await db.syncLog.add({ at: now().toISOString(), text });
    if (id % 100 === 0)
      await db.syncLog
        .where(':id')
        .below(id - LOG_LINES)
        .delete();
  }

  /** @returns what it was before */
  async #setState(change: Partial<SyncState>): Promise<SyncState> {
    const { db } = this.#parts;
    return db.transaction('rw', db.syncState, async () => {
      const before = await syncStateOf(db);
      await db.syncState.put({ id: 'sync', value: { ...before, ...change } });
      return before;
    });
  }
}
