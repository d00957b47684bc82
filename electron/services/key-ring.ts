/**
 * The device's keys (security 29). One random data key, made at the first start, from which each purpose has a key of its own. It lies
 * in `keys.json` in the console's data folder, wrapped in as many ways as open it (key-wraps.ts), and a second time in
 * `keys.copy.json`: a file that is damaged or gone is made again from the other. Where both are and data is there, nothing is made
 * anew: the ring stays locked and says why.
 *
 * A replaced file is never half there: both new ones are written whole and fsynced beside them, each is renamed over the one that was,
 * and the folder fsynced. Killed at any moment, the ring opens as before or as after; on a disk that is full nothing is changed.
 * Each file carries a sum of itself, so that the sound one is known from the other where a byte of one was changed.
 */
import { createHash, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import * as nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  RECOVERY_BYTES,
  RECOVERY_GROUPS,
  recoveryCode,
  recoveryGroups,
} from '../../shared/base/recovery-code.ts';
import {
  KEY_BYTES,
  openByCode,
  openByPassphrase,
  openByStore,
  openClear,
  sha256,
  type Wrap,
  type WrapKind,
  type WrapStore,
  wrap,
  wrapByCode,
  wrapByPassphrase,
  wrapByStore,
  wrapClear,
} from './key-wraps.ts';
import { syncFolder, writeWhole } from './whole-file.ts';

export type KeyPurpose = 'rows' | 'journal' | 'files' | 'device' | 'drafts';

/** The console is locked, or its keys cannot be opened: what is sealed can be neither read nor written. */
export class Locked extends Error {
  constructor() {
    super('The console is locked.');
  }
}

/** What the shell's own stores need of the ring. */
export interface Keys {
  /** Resolves once the ring was read: before that it counts as locked. */
  ready(): Promise<void>;
  /** 32 bytes, the caller's own. @throws Locked */
  keyFor(purpose: KeyPurpose): Uint8Array;
  /** Calls `listener` after each change of the state, until the answered function is called. */
  onChange(listener: (state: RingState) => void): () => void;
}

/** `unprotected`: open to whoever can read the folder. */
export type RingState = 'unprotected' | 'open' | 'locked';
/** A way in that a person may choose. */
export type WayIn = Exclude<WrapKind, 'clear'>;
/**
 * Why the ring does not open as it should. `gone`: no file of keys where there is sealed data. `damaged`: neither file can be read.
 * `newer`: a newer console wrote it. `keystore`: this computer's key store does not open it. `lease`: it would open, and was without the hub
 * for too long.
 */
export type RingTrouble = 'gone' | 'damaged' | 'newer' | 'keystore' | 'lease';

export interface RingStatus {
  state: RingState;
  /** The ways by which this ring opens. */
  ways: readonly WayIn[];
  /** Whether this computer has a key store that protects. */
  keystore: boolean;
  trouble: RingTrouble | null;
  /** How it was opened; a recovery code lets choose a new passphrase without the old one. */
  openedBy: WrapKind | null;
  /** Tells this ring from another, and nothing of its key; empty where there is none. */
  id: string;
}

export type RingOutcome =
  | { ok: true }
  /**
   * `wrong`: passphrase or code of something else. `mistyped`: no recovery code at all. `wait`: too many wrong ones. `lease`: that was right,
   * and the hub has to be reached first.
   */
  | { ok: false; why: 'wrong' | 'mistyped' | 'wait' | 'no-way' | 'keystore' | 'lease'; waitSeconds: number };

/** How a console is protected from now on. */
export type Protection = { way: 'passphrase'; passphrase: string } | { way: 'keystore' };
export type UnlockBy =
  | { by: 'passphrase'; passphrase: string }
  | { by: 'keystore' }
  /** As at the start: by whatever opens it without a person. */
  | { by: 'itself' }
  /** `copy`: the ring's file as somebody else kept it (`copy()`), for where it is gone here. */
  | { by: 'recovery'; code: string; copy?: string };

/** A recovery code that counts only once the person proved that it was written down. */
export interface OfferedCode {
  code: string;
  /** The groups to type back, counted from 1. */
  ask: readonly number[];
}

/** How far one may go to get past a lease that is over (lease.ts): not at all, by asking the hub, or by the one day without it. */
export type PastLease = 'local' | 'ask' | 'extend';

/** What the ring asks of a disk: these functions of `node:fs/promises`. */
export type RingDisk = Pick<typeof nodeDisk, 'mkdir' | 'open' | 'readFile' | 'rename'>;

export interface KeyRingParts {
  /** The console's data folder. */
  folder: string;
  store: WrapStore | null;
  /** Whether sealed data lies there already: then a ring that is gone is not made anew. */
  holdsSealed: () => Promise<boolean>;
  /** Whether content lies there that the key of this ring sealed: then another ring does not take its place. */
  holdsOwn?: (keys: Pick<Keys, 'keyFor'>) => Promise<boolean>;
  /** Milliseconds of a clock that nobody sets: what a wrong try has to wait is measured by it. */
  now: () => number;
  disk?: RingDisk;
  /** Whether the ring may open with this key, beside that it can: see lease.ts. @param way how far it may go for that */
  mayOpen?: (keys: Pick<Keys, 'keyFor'>, way: PastLease) => Promise<boolean>;
}

const FORMAT = 1;
const FILE = 'keys.json';
const COPY = 'keys.copy.json';
const ASKED_GROUPS = 2;
/** Wrong tries that cost nothing but their scrypt; each further one doubles the wait. */
const FREE_TRIES = 3;
const LONGEST_WAIT_S = 300;

const ringFile = z.strictObject({
  format: z.literal(FORMAT),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  wraps: z.array(wrap).min(1).max(4),
});
type RingFile = z.infer<typeof ringFile>;
/** As it lies on the disk. */
const summedFile = ringFile.extend({ sum: z.string().max(64).optional() });

/** `sound`: as it was written. Of a ring that is not, some way in may open all the same. */
type FoundRing = { kind: 'ring'; ring: RingFile; text: string; sound: boolean };
type ReadFile = FoundRing | { kind: 'none' | 'damaged' | 'newer' };

function derived(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(
    hkdfSync('sha256', key, new Uint8Array(0), `partner-console ${purpose} 1`, KEY_BYTES),
  );
}

/** What tells a key from another without telling the key; what comes out of a wrap is held against it. */
function idOf(key: Uint8Array): string {
  return createHash('sha256').update(derived(key, 'id')).digest('hex').slice(0, 32);
}

/** In one form, whoever made it. */
function sumOf(ring: RingFile): string {
  return createHash('sha256')
    .update(JSON.stringify(ringFile.parse(ring)))
    .digest('hex');
}

function textOf(ring: RingFile): string {
  return JSON.stringify({ ...ringFile.parse(ring), sum: sumOf(ring) });
}

function readRing(text: string): ReadFile {
  try {
    const value: unknown = JSON.parse(text);
    const parsed = summedFile.safeParse(value);
    if (parsed.success) {
      const { sum, ...ring } = parsed.data;
      return { kind: 'ring', ring, text, sound: sum === undefined || sum === sumOf(ring) };
    }
    const { format } = (value ?? {}) as { format?: unknown };
    return { kind: typeof format === 'number' && format > FORMAT ? 'newer' : 'damaged' };
  } catch {
    // Unreported: what is no JSON is damaged, and the screen says so.
    return { kind: 'damaged' };
  }
}

export class KeyRing implements Keys {
  readonly #parts: KeyRingParts;
  readonly #disk: RingDisk;
  readonly #listeners = new Set<(state: RingState) => void>();
  #started: Promise<void> | null = null;
  #ring: RingFile | null = null;
  #key: Uint8Array | null = null;
  #openedBy: WrapKind | null = null;
  #trouble: Exclude<RingTrouble, 'lease'> | null = null;
  /** It could be opened, and has to reach the hub first. */
  #overdue = false;
  #offered: { code: string; ask: readonly number[]; protection: Protection | null } | null = null;
  #wrong = 0;
  #notBefore = 0;
  /** One after the other: two that write would each forget what the other wrote. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: KeyRingParts) {
    this.#parts = parts;
    this.#disk = parts.disk ?? nodeDisk;
  }

  /** Reads the ring, or makes it where nothing is there yet; opens it where that takes nobody. Once, however often it is asked. */
  ready(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  get state(): RingState {
    if (!this.#key) return 'locked';
    return this.#wrapOf('clear') ? 'unprotected' : 'open';
  }

  status(): RingStatus {
    return {
      state: this.state,
      ways: (['passphrase', 'keystore', 'recovery'] as const).filter((kind) => this.#wrapOf(kind)),
      keystore: this.#parts.store !== null,
      trouble: this.#overdue ? 'lease' : this.#trouble,
      openedBy: this.#openedBy,
      id: this.#ring?.id ?? '',
    };
  }

  keyFor(purpose: KeyPurpose): Uint8Array {
    if (!this.#key) throw new Locked();
    return derived(this.#key, purpose);
  }

  onChange(listener: (state: RingState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The ring's file for somebody else to keep, who has sealed data of this console: with it a recovery code opens that data where this
   * folder is gone. Null while the key lies in clear.
   */
  copy(): string | null {
    return this.#ring && !this.#wrapOf('clear') ? textOf(this.#ring) : null;
  }

  /** Locks whatever protects it: it was without the hub for too long. */
  endLease(): void {
    if (!this.#key) return;
    this.#overdue = true;
    this.#forget();
    this.#told();
  }

  /** Its files are gone for good: it holds nothing any more, and nothing opens it. */
  destroyed(): void {
    this.#ring = null;
    this.#overdue = false;
    this.#trouble = 'gone';
    this.#forget();
    this.#told();
  }

  /** After that: keys are made as at the first start of all. */
  async beginAnew(): Promise<void> {
    await this.#inTurn(async () => {
      this.#trouble = null;
      await this.#start();
    });
    this.#told();
  }

  /** Forgets the key. @returns whether it did: an unprotected console would open by itself, so that a lock would be for show */
  lock(): boolean {
    if (this.state !== 'open') return this.state === 'locked';
    this.#forget();
    this.#told();
    return true;
  }

  /** @param past how to get past a lease that is over */
  unlock(by: UnlockBy, past: PastLease = 'ask'): Promise<RingOutcome> {
    return this.#inTurn(async () => {
      const replaces = await this.#mayBeReplaced(by);
      if (this.#key && !replaces) return this.#isOwn(by) ? { ok: true } : refusedFor('no-way');
      const wait = this.#wait();
      if (wait) return wait;
      const found = await this.#openBy(by, replaces);
      if (!found.ok) return this.#refused(found.why);
      this.#wrong = 0;
      this.#overdue = !(await this.#mayOpen(found.key, past));
      if (this.#overdue) {
        this.#told();
        return refusedFor('lease');
      }
      const before = this.#ring;
      // What another key sealed may lie somewhere yet: the ring that opens it is never dropped.
      if (before && before.id !== found.ring.id) await this.#replace([asideOf(before)], textOf(before));
      const itself = this.#clearIn(found.ring) ? 'clear' : 'keystore';
      this.#use(found.key, found.ring, by.by === 'itself' ? itself : by.by);
      try {
        if (by.by === 'recovery') await this.#afterRecovery(found.ring);
      } finally {
        // Open it is, also where a full disk did not take the files.
        this.#told();
      }
      return { ok: true };
    });
  }

  /**
   * First half of protecting a console that nobody has protected yet, or of giving it another protection: a recovery code to write
   * down. Nothing changes until `confirm`.
   * @param old the passphrase that holds now, where there is one and the console was not opened by its recovery code
   */
  offerProtection(protection: Protection, old = ''): Promise<RingOutcome & { offered?: OfferedCode }> {
    return this.#inTurn(async () => {
      const may = await this.#mayChange(old);
      if (!may.ok) return may;
      if (protection.way === 'keystore' && !this.#parts.store) return refusedFor('keystore');
      return { ok: true, offered: this.#offer(protection) };
    });
  }

  /** A recovery code in place of the one that was; that one goes on until `confirm`. */
  offerRecoveryCode(old = ''): Promise<RingOutcome & { offered?: OfferedCode }> {
    return this.#inTurn(async () => {
      const may = await this.#mayChange(old);
      if (!may.ok) return may;
      return this.state === 'open' ? { ok: true, offered: this.#offer(null) } : refusedFor('no-way');
    });
  }

  /** Second half: what was asked for of the code, typed back. A wrong group changes nothing and may be tried again. */
  confirm(groups: readonly string[]): Promise<RingOutcome> {
    return this.#inTurn(async () => {
      const { key, ring } = this.#opened();
      const offered = this.#offered;
      if (!offered) return refusedFor('no-way');
      const all = recoveryGroups(offered.code);
      const typed = groups.map((each) => recoveryGroups(each).join(''));
      if (offered.ask.some((n, index) => all[n - 1] !== typed[index])) return refusedFor('wrong');
      const recovery = wrapByCode(key, offered.code);
      const others = offered.protection
        ? [await this.#wrapBy(key, offered.protection)]
        : ring.wraps.filter(({ kind }) => kind !== 'recovery');
      await this.#write({ ...ring, wraps: [...others, recovery] });
      this.#offered = null;
      this.#trouble = null;
      this.#told();
      return { ok: true };
    });
  }

  /** Another passphrase, or the first one of a console that its key store opens by itself; the recovery code stays. */
  changePassphrase(old: string, passphrase: string): Promise<RingOutcome> {
    return this.#inTurn(async () => {
      const may = await this.#mayChange(old);
      if (!may.ok) return may;
      if (this.state !== 'open') return refusedFor('no-way');
      const { key, ring } = this.#opened();
      const own = await wrapByPassphrase(key, passphrase);
      await this.#write({
        ...ring,
        wraps: [own, ...ring.wraps.filter(({ kind }) => kind === 'recovery')],
      });
      this.#trouble = null;
      if (this.#key) this.#openedBy = 'passphrase';
      this.#told();
      return { ok: true };
    });
  }

  #wrapOf<K extends WrapKind>(kind: K): Extract<Wrap, { kind: K }> | undefined {
    return this.#ring?.wraps.find((each): each is Extract<Wrap, { kind: K }> => each.kind === kind);
  }

  #clearIn({ wraps }: RingFile): boolean {
    return wraps.some(({ kind }) => kind === 'clear');
  }

  /** A key of one's own: a lock in the middle of the work writes over the ring's. */
  #opened(): { key: Uint8Array; ring: RingFile } {
    if (!this.#key || !this.#ring) throw new Locked();
    return { key: Uint8Array.from(this.#key), ring: this.#ring };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      await this.ready();
      return work();
    });
    // Unreported: whoever asked for the work gets the error; the next work does not.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #start(): Promise<void> {
    await this.#disk.mkdir(this.#parts.folder, { recursive: true, mode: 0o700 });
    const [first, second] = [await this.#read(FILE), await this.#read(COPY)];
    const newer = first.kind === 'newer' || second.kind === 'newer';
    const rings = [first, second].filter((each): each is FoundRing => each.kind === 'ring');
    const found = rings.find(({ sound }) => sound) ?? rings[0];
    if (!found || newer) {
      const gone = first.kind === 'none' && second.kind === 'none';
      if (gone && !(await this.#parts.holdsSealed())) return this.#make();
      this.#trouble = newer ? 'newer' : gone ? 'gone' : 'damaged';
      return;
    }
    this.#ring = found.ring;
    await this.#openByItself(found.ring);
    if (found.sound) await this.#makeSame(found.ring, first, second);
    else this.#trouble ??= 'damaged';
  }

  /** A copy of before may hold the key in clear, which is protected by now. One of another ring is none of before, and is kept. */
  async #makeSame(ring: RingFile, first: ReadFile, second: ReadFile): Promise<void> {
    const text = textOf(ring);
    const differs = ({ kind, ...file }: ReadFile) => kind !== 'ring' || (file as FoundRing).text !== text;
    const names = [...(differs(first) ? [FILE] : []), ...(differs(second) ? [COPY] : [])];
    try {
      if (second.kind === 'ring' && second.sound && second.ring.id !== ring.id)
        await this.#replace([asideOf(second.ring)], second.text);
      if (names.length > 0) await this.#replace(names, text);
    } catch {
      // Unreported: a full disk keeps nobody out of their console; the next start makes it again.
    }
  }

  async #make(): Promise<void> {
    const key = randomBytes(KEY_BYTES);
    const { store } = this.#parts;
    // Unreported: a key store that does not take it is none; the screens say that nothing protects this console yet.
    const stored = store ? await wrapByStore(key, store).catch(() => null) : null;
    const own = stored ?? wrapClear(key);
    await this.#write({ format: FORMAT, id: idOf(key), wraps: [own] });
    this.#use(key, null, own.kind);
  }

  async #openByItself(ring: RingFile): Promise<void> {
    const clear = this.#wrapOf('clear');
    const stored = this.#wrapOf('keystore');
    const key = clear ? openClear(clear) : stored ? await this.#byStore(stored) : null;
    if (key && idOf(key) === ring.id) {
      this.#overdue = !(await this.#mayOpen(key, 'local'));
      return this.#overdue ? undefined : this.#use(key, null, clear ? 'clear' : 'keystore');
    }
    if (clear) this.#trouble = 'damaged';
    else if (stored) this.#trouble = 'keystore';
  }

  async #mayOpen(key: Uint8Array, way: PastLease): Promise<boolean> {
    const { mayOpen } = this.#parts;
    return mayOpen === undefined || mayOpen({ keyFor: (purpose) => derived(key, purpose) }, way);
  }

  async #byStore(stored: Extract<Wrap, { kind: 'keystore' }>): Promise<Uint8Array | null> {
    return this.#parts.store ? openByStore(stored, this.#parts.store) : null;
  }

  /**
   * The ring that the page kept beside what it sealed takes the place of one that opens nothing: of a damaged one, of one that was made
   * because the folder was replaced, or of one that came with another folder's file.
   */
  async #mayBeReplaced(by: UnlockBy): Promise<boolean> {
    if (by.by !== 'recovery' || by.copy === undefined || this.#trouble === 'newer') return false;
    if (!this.#ring) return true;
    if (this.#isOwn(by)) return !this.#key && this.#trouble === 'damaged';
    if (!this.#key) return this.#trouble === 'damaged';
    const { holdsOwn = () => this.#parts.holdsSealed() } = this.#parts;
    return !(await holdsOwn(this));
  }

  /** Whether it asks for this ring, and for none that somebody else kept. */
  #isOwn(by: UnlockBy): boolean {
    if (by.by !== 'recovery' || by.copy === undefined) return true;
    const copied = readRing(by.copy);
    return copied.kind === 'ring' && copied.ring.id === this.#ring?.id;
  }

  async #openBy(
    by: UnlockBy,
    replaces: boolean,
  ): Promise<
    | { ok: true; key: Uint8Array; ring: RingFile }
    | { ok: false; why: 'wrong' | 'mistyped' | 'no-way' | 'keystore' }
  > {
    const copied = by.by === 'recovery' && by.copy !== undefined && replaces ? readRing(by.copy) : null;
    const own = copied && !this.#isOwn(by) ? null : this.#ring;
    const rings = [own, copied?.kind === 'ring' ? copied.ring : null];
    let refused: 'wrong' | 'mistyped' | 'no-way' | 'keystore' = 'no-way';
    for (const ring of rings) {
      const found = ring?.wraps.find(({ kind }) =>
        by.by === 'itself' ? kind === 'clear' || kind === 'keystore' : kind === by.by,
      );
      if (!ring || !found || this.#trouble === 'newer') continue;
      const key = await this.#openWrap(found, by);
      if (key === 'mistyped') return { ok: false, why: 'mistyped' };
      if (key && idOf(key) === ring.id) return { ok: true, key, ring };
      refused = found.kind === 'keystore' ? 'keystore' : 'wrong';
    }
    return { ok: false, why: refused };
  }

  async #openWrap(own: Wrap, by: UnlockBy): Promise<Uint8Array | 'mistyped' | null> {
    if (own.kind === 'passphrase' && by.by === 'passphrase') return openByPassphrase(own, by.passphrase);
    if (own.kind === 'recovery' && by.by === 'recovery') return openByCode(own, by.code);
    if (own.kind === 'clear') return openClear(own);
    return own.kind === 'keystore' ? this.#byStore(own) : null;
  }

  /** The key store that did not open it does from now on, and a file that was gone is here again. */
  async #afterRecovery(ring: RingFile): Promise<void> {
    const { key } = this.#opened();
    const { store } = this.#parts;
    const renews = store !== null && ring.wraps.some(({ kind }) => kind === 'keystore');
    const wraps = renews
      ? [await wrapByStore(key, store), ...ring.wraps.filter(({ kind }) => kind !== 'keystore')]
      : ring.wraps;
    await this.#write({ ...ring, wraps });
    this.#trouble = null;
  }

  /** Whoever sits at an open console may read it; to keep others out of it takes what keeps them out now. */
  async #mayChange(old: string): Promise<RingOutcome> {
    this.#opened();
    const own = this.#wrapOf('passphrase');
    if (!own || this.#openedBy === 'recovery') return { ok: true };
    const wait = this.#wait();
    if (wait) return wait;
    if (!(await openByPassphrase(own, old))) return this.#refused('wrong');
    this.#wrong = 0;
    return { ok: true };
  }

  #offer(protection: Protection | null): OfferedCode {
    const code = recoveryCode(randomBytes(RECOVERY_BYTES), sha256);
    const first = randomInt(1, RECOVERY_GROUPS);
    const ask = [first, randomInt(first + 1, RECOVERY_GROUPS + 1)].slice(0, ASKED_GROUPS);
    this.#offered = { code, ask, protection };
    return { code, ask };
  }

  async #wrapBy(key: Uint8Array, protection: Protection): Promise<Wrap> {
    const { store } = this.#parts;
    if (protection.way === 'passphrase') return wrapByPassphrase(key, protection.passphrase);
    if (!store) throw new Locked();
    return wrapByStore(key, store);
  }

  #wait(): RingOutcome | null {
    const left = this.#notBefore - this.#parts.now();
    return left > 0 ? { ok: false, why: 'wait', waitSeconds: Math.ceil(left / 1_000) } : null;
  }

  #refused(why: 'wrong' | 'mistyped' | 'no-way' | 'keystore'): RingOutcome {
    if (why === 'wrong') {
      this.#wrong += 1;
      const over = this.#wrong - FREE_TRIES;
      const seconds = over < 0 ? 0 : Math.min(2 ** over, LONGEST_WAIT_S);
      this.#notBefore = this.#parts.now() + seconds * 1_000;
      return { ok: false, why, waitSeconds: seconds };
    }
    return refusedFor(why);
  }

  #use(key: Uint8Array, ring: RingFile | null, by: WrapKind): void {
    this.#key = key;
    this.#openedBy = by;
    if (ring) this.#ring = ring;
  }

  #forget(): void {
    this.#key?.fill(0);
    this.#key = null;
    this.#openedBy = null;
    this.#offered = null;
  }

  #told(): void {
    for (const listener of this.#listeners) listener(this.state);
  }

  async #read(name: string): Promise<ReadFile> {
    try {
      return readRing(await this.#disk.readFile(join(this.#parts.folder, name), 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return { kind: 'none' };
      // A block of the disk that cannot be read, or a file that somebody else owns: the other one serves.
      if (code === 'EIO' || code === 'EACCES' || code === 'EPERM') return { kind: 'damaged' };
      throw error;
    }
  }

  async #write(ring: RingFile): Promise<void> {
    await this.#replace([FILE, COPY], textOf(ring), () => {
      this.#ring = ring;
    });
  }

  /**
   * All are written before the first takes its name. A file as it was is written over before its name lets go of it: it may hold the key
   * in clear.
   * @param counts called once the first has its name: from then on it is what the next start reads
   */
  async #replace(names: readonly string[], text: string, counts?: () => void): Promise<void> {
    const paths = names.map((name) => join(this.#parts.folder, name));
    const olds: nodeDisk.FileHandle[] = [];
    try {
      for (const path of paths) {
        const old = await this.#oldFile(path);
        if (old) olds.push(old);
        await writeWhole(`${path}.new`, Buffer.from(text), this.#disk);
      }
      for (const path of paths) {
        await this.#disk.rename(`${path}.new`, path);
        await syncFolder(this.#parts.folder, this.#disk);
        counts?.();
      }
      for (const old of olds) await overwrite(old);
    } finally {
      for (const old of olds) await old.close();
    }
  }

  async #oldFile(path: string): Promise<nodeDisk.FileHandle | null> {
    // Windows renames nothing over an open file.
    if (process.platform === 'win32') return null;
    try {
      return await this.#disk.open(path, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** Where a ring is kept whose place another took. */
function asideOf({ id }: RingFile): string {
  return `keys.${id.slice(0, 16)}.json`;
}

/** Once its name is another's. What an SSD or a copy-on-write file system keeps of it, no program can say. */
async function overwrite(old: nodeDisk.FileHandle): Promise<void> {
  const { size } = await old.stat();
  await old.write(Buffer.alloc(size), 0, size, 0);
  await old.datasync();
}

function refusedFor(
  why: 'wrong' | 'mistyped' | 'no-way' | 'keystore' | 'lease',
): RingOutcome & { ok: false } {
  return { ok: false, why, waitSeconds: 0 };
}

/** A ring that nobody has to open, with a key that is gone with it: for tests, and for tools that read no device's data. */
export function passingKeys(key: Uint8Array = randomBytes(KEY_BYTES)): Keys {
  return {
    ready: async () => undefined,
    keyFor: (purpose) => derived(key, purpose),
    onChange: () => () => undefined,
  };
}
