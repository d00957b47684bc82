/**
 * Every ticket with its clocks, and every case whose own clocks run, in the order of what is due: kept in memory beside the
 * database, and in step with it row by row. A board of ten thousand costs its reading once, in short tasks.
 */

import { t } from '@lingui/core/macro';
import { Dexie } from 'dexie';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { caseNumber } from '../../shared/base/ids.ts';
import type { RowOrder } from '../../shared/base/order.ts';
import type { StepRecord } from '../../shared/cases/records.ts';
import type { CaseRecord, CaseState } from '../../shared/cases/schema.ts';
import type { ProductRecord } from '../../shared/policy/products.ts';
import type { HolidayList } from '../../shared/policy/schema.ts';
import { caseClocks, type DueClock, nextDue } from '../../shared/tickets/case-clocks.ts';
import { executiveDue } from '../../shared/tickets/rules.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import { standingTicket } from '../../shared/tickets/standing.ts';
import { undoneAnswers, unheardWord } from '../../shared/tickets/talk.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { changedKeys } from '../store/mutated.ts';
import { ordersOf, sortedBy, UNKNOWN_ORDER } from '../store/order.ts';
import { forgetFault, report } from '../store/report.ts';
import { inSlices, pagesOf, sortedInSlices } from '../store/slices.ts';
import { byRank, type ClockLine, type RunningClock, runningOf } from './running-clocks.ts';

export interface ClockLines {
  /** Nearest due first; those without a due time come last. */
  lines: readonly ClockLine[];
  /** The clocks that run, one each, nearest due first. */
  running: readonly RunningClock[];
  /** The instant that the clocks were evaluated for. */
  now: string;
  loaded: boolean;
}

const PAGE = 100;
/** Changes that come together are taken together. */
const GATHER_MS = 60;
/** While changes keep coming, at most a fifth of the time goes into them: each time all lines are sorted. */
const REST = 4;
/** At risk and over are a matter of the time. */
const CLOCK_MS = 60_000;
/** Tables that the clocks of every ticket rest on. */
const POLICY: readonly string[] = ['holidayLists', 'products'];
/** States in which a case's Level 1 and 2 are still the partner's own work. */
const OWN_STATES: readonly CaseState[] = [
  'level1',
  'level2',
  'ready',
  'in-review',
  'changes-requested',
  'approved',
];

const OLD_CLOCKS = t`The clocks and their order on this screen may be old. They are counted again at the next change and every minute.`;

const dueOf = (next: DueClock | null): number =>
  next ? Date.parse(next.deadline.at) : Number.POSITIVE_INFINITY;

/** Nearest due first, then the more urgent, then the older. */
function byDue(a: ClockLine, b: ClockLine): number {
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt ? -1 : 1;
  if (a.priority !== b.priority) return a.priority < b.priority ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export class ClockSource {
  readonly store: StoreApi<ClockLines> = createStore<ClockLines>(() => ({
    lines: [],
    running: [],
    now: '',
    loaded: false,
  }));
  readonly #db: ConsoleDatabase;
  readonly #now: () => Date;
  readonly #tickets = new Map<string, Ticket>();
  /** By ticket. */
  readonly #entries = new Map<string, Map<string, DeskEntry>>();
  /** By ticket: what partners said. */
  readonly #replies = new Map<string, Map<string, DeskReply>>();
  readonly #ticketOfEntry = new Map<string, string>();
  readonly #orders = new Map<string, RowOrder>();
  readonly #cases = new Map<string, CaseRecord>();
  readonly #ticketed = new Set<string>();
  readonly #steps = new Map<string, StepRecord[]>();
  readonly #lines = new Map<string, ClockLine>();
  readonly #running = new Map<string, readonly RunningClock[]>();
  #holidays: HolidayList[] = [];
  #products: ProductRecord[] = [];
  #closed = false;
  #dirty: Map<string, Set<string>> | 'all' | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #restUntil = 0;
  #working: Promise<void> = Promise.resolve();
  readonly #minute: ReturnType<typeof setInterval>;

  constructor(parts: { db: ConsoleDatabase; now: () => Date }) {
    this.#db = parts.db;
    this.#now = parts.now;
    Dexie.on('storagemutated', this.#mutated);
    this.#minute = setInterval(() => this.#queue(() => this.#evaluateAll()), CLOCK_MS);
    this.#queue(() => this.#load());
  }

  close(): void {
    this.#closed = true;
    Dexie.on('storagemutated').unsubscribe(this.#mutated);
    clearInterval(this.#minute);
    if (this.#timer) clearTimeout(this.#timer);
  }

  #queue(work: () => Promise<void>): void {
    this.#working = this.#working
      .then(async () => {
        if (this.#closed) return;
        await work();
        forgetFault('clocks');
      })
      .catch((error: unknown) => {
        // A screen that closes may take the database away; what is shown stays, and the next change reads again.
        if (!this.#closed && this.#db.isOpen()) report(error, 'clocks', OLD_CLOCKS);
      });
  }

  readonly #mutated = (parts: unknown): void => {
    for (const table of ['tickets', 'deskEntries', 'deskReplies', 'cases', 'steps', ...POLICY]) {
      const keys = changedKeys(parts, this.#db.name, table);
      if (keys) this.#note(table, keys);
    }
  };

  #note(table: string, keys: readonly string[] | 'all'): void {
    if (this.#dirty === 'all') return;
    this.#dirty ??= new Map();
    const noted = this.#dirty.get(table) ?? new Set<string>();
    this.#dirty.set(table, noted);
    // A range instead of keys: then all of it is read anew.
    if (keys === 'all') this.#dirty = 'all';
    else for (const key of keys) noted.add(key);
    if (this.#dirty !== 'all' && noted.size === 0) return;
    if (POLICY.includes(table)) this.#dirty = 'all';
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#queue(() => this.#takeDirty());
      },
      Math.max(GATHER_MS, this.#restUntil - performance.now()),
    );
  }

  /** What changed until its turn came is taken in one go: while a pull goes on, the next changes come before these are read. */
  async #takeDirty(): Promise<void> {
    const dirty = this.#dirty;
    this.#dirty = null;
    const start = performance.now();
    if (dirty === 'all') await this.#load();
    else if (dirty) await this.#take(dirty);
    const end = performance.now();
    this.#restUntil = end + REST * (end - start);
  }

  async #keepSaid<R extends DeskEntry | DeskReply>(
    table: 'deskEntries' | 'deskReplies',
    kept: Map<string, Map<string, R>>,
    rows: readonly R[],
  ): Promise<void> {
    const orders = await ordersOf(
      this.#db,
      table,
      rows.map(({ id }) => id),
    );
    for (const [index, row] of rows.entries()) {
      this.#orders.set(row.id, orders[index] ?? UNKNOWN_ORDER);
      const all = kept.get(row.ticketId) ?? new Map<string, R>();
      all.set(row.id, row);
      kept.set(row.ticketId, all);
      this.#ticketOfEntry.set(row.id, row.ticketId);
    }
  }

  readonly #keepEntries = (rows: readonly DeskEntry[]) => this.#keepSaid('deskEntries', this.#entries, rows);
  readonly #keepReplies = (rows: readonly DeskReply[]) => this.#keepSaid('deskReplies', this.#replies, rows);

  #keepTicket(ticket: Ticket): void {
    this.#tickets.set(ticket.id, ticket);
    this.#ticketed.add(ticket.caseId);
    this.#lines.delete(ticket.caseId);
  }

  /** Only cases whose own clocks can run are kept: the others have a ticket, or are over. */
  #keepCase(record: CaseRecord): boolean {
    if (!OWN_STATES.includes(record.state) || !record.notifiedAt || this.#ticketed.has(record.id)) {
      this.#cases.delete(record.id);
      this.#lines.delete(record.id);
      return false;
    }
    this.#cases.set(record.id, record);
    return true;
  }

  async #readSteps(caseIds: readonly string[]): Promise<void> {
    for (let from = 0; from < caseIds.length; from += 20) {
      const ids = caseIds.slice(from, from + 20);
      const steps = await this.#db.steps.where('caseId').anyOf(ids).toArray();
      for (const id of ids) this.#steps.set(id, []);
      for (const step of steps) this.#steps.get(step.caseId)?.push(step);
    }
  }

  async #load(): Promise<void> {
    for (const map of [
      this.#tickets,
      this.#entries,
      this.#replies,
      this.#ticketOfEntry,
      this.#orders,
      this.#cases,
      this.#lines,
    ])
      map.clear();
    this.#ticketed.clear();
    this.#steps.clear();
    this.#holidays = await this.#db.holidayLists.toArray();
    this.#products = await this.#db.products.toArray();
    for await (const page of pagesOf(this.#db.tickets, PAGE)) for (const each of page) this.#keepTicket(each);
    for await (const page of pagesOf(this.#db.deskEntries, PAGE)) await this.#keepEntries(page);
    for await (const page of pagesOf(this.#db.deskReplies, PAGE)) await this.#keepReplies(page);
    for await (const page of pagesOf(this.#db.cases, PAGE))
      await this.#readSteps(page.filter((each) => this.#keepCase(each)).map(({ id }) => id));
    await this.#evaluateAll();
  }

  async #take(dirty: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    const touched = new Set<string>();
    const ticketKeys = [...(dirty.get('tickets') ?? [])];
    for (const [index, row] of (await this.#db.tickets.bulkGet(ticketKeys)).entries()) {
      const id = ticketKeys[index] ?? '';
      if (row) this.#keepTicket(row);
      else {
        this.#tickets.delete(id);
        this.#lines.delete(id);
      }
      touched.add(id);
    }
    const [entryKeys, replyKeys] = [
      [...(dirty.get('deskEntries') ?? [])],
      [...(dirty.get('deskReplies') ?? [])],
    ];
    const entries = await this.#db.deskEntries.bulkGet(entryKeys);
    const replies = await this.#db.deskReplies.bulkGet(replyKeys);
    await this.#keepEntries(entries.flatMap((row) => row ?? []));
    await this.#keepReplies(replies.flatMap((row) => row ?? []));
    for (const [id, row, kept] of [
      ...entries.map((each, index) => [entryKeys[index] ?? '', each, this.#entries] as const),
      ...replies.map((each, index) => [replyKeys[index] ?? '', each, this.#replies] as const),
    ]) {
      const ticketId = this.#ticketOfEntry.get(id);
      if (!row && ticketId) kept.get(ticketId)?.delete(id);
      if (ticketId) touched.add(ticketId);
    }
    const steps = await this.#db.steps.bulkGet([...(dirty.get('steps') ?? [])]);
    const caseKeys = [
      ...new Set([...(dirty.get('cases') ?? []), ...steps.flatMap((each) => each?.caseId ?? [])]),
    ];
    const kept = (await this.#db.cases.bulkGet(caseKeys)).flatMap((row) =>
      row && this.#keepCase(row) ? [row.id] : [],
    );
    await this.#readSteps(kept);
    for (const id of kept) touched.add(id);
    const now = this.#now().toISOString();
    await inSlices(
      touched,
      (id) => this.#evaluate(id, now),
      () => this.#closed,
    );
    await this.#publish(now);
  }

  async #evaluateAll(): Promise<void> {
    const now = this.#now().toISOString();
    const ids = [...this.#tickets.keys(), ...this.#cases.keys()];
    await inSlices(
      ids,
      (id) => this.#evaluate(id, now),
      () => this.#closed,
    );
    await this.#publish(now);
  }

  #evaluate(id: string, now: string): void {
    const ticket = this.#tickets.get(id);
    const record = this.#cases.get(id);
    const line = ticket ? this.#ticketLine(ticket, now) : record && this.#caseLine(record, now);
    if (!line) return;
    this.#lines.set(id, line);
    this.#running.set(id, runningOf(line));
  }

  #ticketLine(row: Ticket, now: string): ClockLine {
    const ordered = <R extends { id: string }>(rows: readonly R[]) =>
      sortedBy(
        rows,
        rows.map(({ id }) => this.#orders.get(id) ?? UNKNOWN_ORDER),
      );
    const entries = ordered([...(this.#entries.get(row.id)?.values() ?? [])]);
    const replies = ordered([...(this.#replies.get(row.id)?.values() ?? [])]);
    const talk = replies.length === 0 ? entries : ordered([...entries, ...replies]);
    const ticket = standingTicket(row, entries, replies);
    const clocks = caseClocks({
      case: null,
      steps: [],
      ticket,
      entries,
      undone: undoneAnswers(talk),
      holidayLists: this.#holidays,
      products: this.#products,
      now,
    });
    // What is closed owes nothing any more, whatever its clocks came to.
    const next = ticket.state === 'closed' ? null : nextDue(clocks);
    return {
      id: ticket.id,
      caseId: ticket.caseId,
      ticketId: ticket.id,
      number: ticket.ticket,
      title: ticket.title,
      partner: ticket.organisationName,
      customer: ticket.customer,
      engineer: ticket.engineer.name,
      priority: ticket.priority,
      state: ticket.state,
      receivedAt: ticket.receivedAt,
      acknowledgedAt: ticket.acknowledgedAt,
      saidAt: replies.at(-1)?.at.at ?? null,
      unheard: unheardWord(talk),
      executives: entries.flatMap((each) =>
        each.kind === 'executive-notified' ? (each.executiveId ?? []) : [],
      ),
      executiveDue: executiveDue(ticket, entries),
      clocks,
      next,
      dueAt: dueOf(next),
    };
  }

  #caseLine(record: CaseRecord, now: string): ClockLine {
    const steps = this.#steps.get(record.id) ?? [];
    const clocks = caseClocks({
      case: record,
      steps,
      ticket: null,
      entries: [],
      undone: [],
      holidayLists: this.#holidays,
      products: this.#products,
      now,
    });
    const next = nextDue(clocks);
    return {
      id: record.id,
      caseId: record.id,
      ticketId: null,
      number: caseNumber(record.id),
      title: record.title,
      partner: '',
      customer: record.customer,
      engineer: record.engineer.name,
      priority: record.priority ?? 'none',
      state: record.state,
      receivedAt: null,
      acknowledgedAt: null,
      saidAt: null,
      unheard: null,
      executives: [],
      executiveDue: false,
      clocks,
      next,
      dueAt: dueOf(next),
    };
  }

  async #publish(now: string): Promise<void> {
    const stopped = () => this.#closed;
    const lines = await sortedInSlices([...this.#lines.values()], byDue, stopped);
    const clocks: RunningClock[] = [];
    await inSlices(lines, ({ id }) => clocks.push(...(this.#running.get(id) ?? [])), stopped);
    const running = await sortedInSlices(clocks, byRank, stopped);
    if (!this.#closed) this.store.setState({ lines, running, now, loaded: true });
  }
}
