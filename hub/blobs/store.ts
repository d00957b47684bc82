/** Where attachments' bytes lie: one interface, a folder or an S3-compatible service behind it. */
import type { Readable } from 'node:stream';
import type { DataStore } from '@tus/server';

/** Bytes from `start` to `end`, both included. */
export interface Range {
  start: number;
  end: number;
}

export interface BlobStore {
  /** What takes uploads in, by the tus protocol. */
  readonly incoming: DataStore;
  /** Where it is, for the operator's log. */
  readonly place: string;
  /** The name of the hub whose store this is; null where no marker lies in it. */
  marker(): Promise<string | null>;
  mark(hub: string): Promise<void>;
  /** Bytes that are free; null where the store does not say. */
  free(): Promise<number | null>;
  /** Bytes of an upload that are here; null where there is no such upload. */
  received(upload: string): Promise<number | null>;
  /**
   * Writes a part of an upload. The caller holds its lock, and has seen that the part begins where the upload ends.
   * @param pieces end where the line broke: what came until then is kept
   * @returns how many bytes the upload has then
   */
  receive(upload: string, offset: number, pieces: AsyncIterable<Buffer>): Promise<number>;
  /** The SHA-256 of an upload's bytes as they lie here. */
  hashOf(upload: string): Promise<string>;
  /** Begins to make the bytes of an upload durable; `keep` is what says that they are. */
  flush(upload: string): Promise<void>;
  /**
   * Makes a whole upload durable at its content's address. Done twice, it is done once.
   * @returns where it lies, for `read`
   */
  keep(upload: string, blob: { organisation: string; sha256: string }): Promise<string>;
  /** Ids of uploads of which there is something here, as far as the store can list them. */
  uploads(): Promise<string[]>;
  /** Removes an upload, whole or not; one that is not there is no error. */
  discard(upload: string): Promise<void>;
  read(location: string, range: Range): Promise<Readable>;
  /** Removes a kept file; one that is not there is no error. */
  remove(location: string): Promise<void>;
  /** Whether the bytes are there. */
  has(location: string): Promise<boolean>;
}
