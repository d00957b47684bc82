/**
 * What seals the device's rows while the console is open (security 29): XChaCha20-Poly1305 with a fresh nonce a write, and the store's name
 * and the row's key as associated data, so that no row can stand in another's place. Synchronous: WebCrypto cannot be awaited
 * inside a transaction of the database.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

const FORMAT = 1;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
/** Nonces that are drawn at once. */
const POOL = 256;
/** What the note is about that nothing in clear is left. */
const WHOLE = 'nothing of this database is in clear';

/** A row that could not be opened, by its store and key. */
export interface DamagedRow {
  table: string;
  key: string | number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Texts of so many characters, which is a block of rows and more, go through buffers that stay: fresh memory costs as much as the cipher. */
const MOST_KEPT = 64 * 1024;
/** A character takes three bytes at the most. */
const plainBuffer = new Uint8Array(3 * MOST_KEPT);
const cipherBuffer = new Uint8Array(3 * MOST_KEPT + TAG_BYTES);

/** The text's bytes, until the next call. */
function bytesOf(text: string): Uint8Array {
  if (text.length > MOST_KEPT) return encoder.encode(text);
  return plainBuffer.subarray(0, encoder.encodeInto(text, plainBuffer).written);
}

/** Room for so many bytes, until the next call. */
const room = (bytes: number): Uint8Array =>
  bytes > cipherBuffer.length ? new Uint8Array(bytes) : cipherBuffer.subarray(0, bytes);

/** Seals and opens values by one key; what a value is about is authenticated with it. */
export class Sealer {
  readonly #key: Uint8Array;
  #pool = new Uint8Array(0);

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  #nonce(): Uint8Array {
    if (this.#pool.length === 0) this.#pool = crypto.getRandomValues(new Uint8Array(NONCE_BYTES * POOL));
    const nonce = this.#pool.slice(0, NONCE_BYTES);
    this.#pool = this.#pool.subarray(NONCE_BYTES);
    return nonce;
  }

  /** @param value what JSON can hold */
  seal(about: string, value: unknown): Uint8Array<ArrayBuffer> {
    return this.sealPlain(about, JSON.stringify(value));
  }

  /** Seals a text as it is. */
  sealPlain(about: string, text: string): Uint8Array<ArrayBuffer> {
    const nonce = this.#nonce();
    const plain = bytesOf(text);
    const bytes = new Uint8Array(1 + NONCE_BYTES + plain.length + TAG_BYTES);
    bytes[0] = FORMAT;
    bytes.set(nonce, 1);
    const cipher = xchacha20poly1305(this.#key, nonce, encoder.encode(about));
    // Beside the record and not in it: the cipher works by words of four bytes, which begin at none there.
    bytes.set(cipher.encrypt(plain, room(plain.length + TAG_BYTES)), 1 + NONCE_BYTES);
    return bytes;
  }

  /** @returns null where it is not what was sealed here under this name */
  open(about: string, bytes: Uint8Array): { value: unknown } | null {
    const text = this.openPlain(about, bytes);
    return text === null ? null : { value: JSON.parse(text) };
  }

  /** The text that `sealPlain` sealed. @returns null where it is not what was sealed here under this name */
  openPlain(about: string, bytes: Uint8Array): string | null {
    if (bytes[0] !== FORMAT || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) return null;
    try {
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const sealed = bytes.subarray(1 + NONCE_BYTES);
      const cipher = xchacha20poly1305(this.#key, nonce, encoder.encode(about));
      return decoder.decode(cipher.decrypt(sealed, room(sealed.length - TAG_BYTES)));
    } catch {
      // Unreported: changed, of another key or in another's place; the caller sets it aside and says so.
      return null;
    }
  }

  /** The same of what `base64Of` made of sealed bytes. */
  openText(about: string, text: string): { value: unknown } | null {
    try {
      return this.open(about, keyBytes(text));
    } catch {
      // Unreported: no base 64, so nothing that was sealed here.
      return null;
    }
  }
}

/** The sealing of one database: rows, the key of this device, and what could not be opened. */
export class Sealing {
  /** Kept for the worker that reads the database beside the page. */
  readonly rowKey: Uint8Array;
  /** Wraps the device's signing key; not extractable. Null where nothing signs, as in a worker. */
  readonly deviceKey: CryptoKey | null;
  readonly rows: Sealer;
  readonly #damaged = new Map<string, DamagedRow>();
  #isWhole = false;
  #mend: (() => Promise<void>) | null = null;
  #mending: Promise<void> | null = null;

  constructor(rowKey: Uint8Array, deviceKey: CryptoKey | null) {
    this.rowKey = rowKey;
    this.rows = new Sealer(rowKey);
    this.deviceKey = deviceKey;
  }

  /** Whether nothing in clear is left: what lies there in clear from now on was put there by another hand. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Says that nothing in clear is left. Sealed by itself, so that it counts wherever it lies and nobody else can make one. */
  wholeNote(): string {
    return base64Of(this.rows.seal(WHOLE, true));
  }

  /** Believes a note that these keys made, and nothing else. */
  learnWhole(note: unknown): void {
    if (this.#isWhole || typeof note !== 'string') return;
    this.#isWhole = this.rows.openText(WHOLE, note)?.value === true;
  }

  /** The same keys for another database, whose damage is its own. */
  another(): Sealing {
    return new Sealing(this.rowKey, this.deviceKey);
  }

  /** Notes a row that could not be opened: it is read as if it were not there, until it was set aside. */
  noteDamaged(row: DamagedRow): void {
    const id = `${row.table} ${row.key}`;
    if (this.#damaged.has(id)) return;
    this.#damaged.set(id, row);
    this.#begin();
  }

  /** Beside the transaction that read the row, never in it. */
  #begin(): void {
    const mend = this.#mend;
    if (!mend || this.#mending) return;
    this.#mending = new Promise<void>((done) =>
      setTimeout(
        () =>
          void mend().finally(() => {
            this.#mending = null;
            done();
          }),
      ),
    );
  }

  /** Null where nothing is being mended: else resolves once it was. */
  get mending(): Promise<void> | null {
    return this.#mending;
  }

  get anyDamaged(): boolean {
    return this.#damaged.size > 0;
  }

  /** What was noted since it was taken last. */
  takeDamaged(): DamagedRow[] {
    const rows = [...this.#damaged.values()];
    this.#damaged.clear();
    return rows;
  }

  /** @param mend is called when rows were noted, and deals with them; it never fails. Null ends it */
  onDamaged(mend: (() => Promise<void>) | null): void {
    this.#mend = mend;
    if (this.anyDamaged) this.#begin();
  }
}

/** @param keys as the shell gives them, base 64 */
export async function sealingOf({ rows, device }: { rows: string; device: string }): Promise<Sealing> {
  const key = await crypto.subtle.importKey('raw', keyBytes(device), 'AES-GCM', false, [
    'wrapKey',
    'unwrapKey',
  ]);
  return new Sealing(keyBytes(rows), key);
}

export function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export function keyBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
}
