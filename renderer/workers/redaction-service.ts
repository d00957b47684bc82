/** Redaction off the window's thread: the screen goes on while megabytes are looked at. It has no connection and no storage. */
import type { Encoding } from '../../shared/redaction/content.ts';
import { type Left, openFinalScan } from '../../shared/redaction/final-scan.ts';
import type { RedactionOptions } from '../../shared/redaction/redact.ts';
import { secretlint } from '../../shared/redaction/second-detector.ts';
import {
  type Copy,
  type FileView,
  type LineView,
  openSession,
  type RedactionSession,
} from '../../shared/redaction/session.ts';
import type { Progress } from './calls.ts';

/** What is redacted, and how. */
export interface RedactionInput {
  key: Uint8Array;
  files: { id: string; name: string; bytes: Uint8Array; encoding: Encoding }[];
  texts: { name: string; text: string }[];
  options: RedactionOptions;
}

/** A finished text of the packet, as it would leave. */
export interface FinishedText {
  name: string;
  text: string;
}

export type RedactionService = {
  /** Begins; once, first. */
  open(input: RedactionInput, progress: Progress): Promise<FileView[]>;
  /** Redacts anew, by what was decided since. */
  redact(input: { options: RedactionOptions }, progress: Progress): Promise<FileView[]>;
  lines(input: { id: string; from: number; count: number }): Promise<LineView[]>;
  next(input: { id: string; line: number; step: 1 | -1 }): Promise<number | null>;
  copy(input: { id: string }): Promise<Copy>;
  scan(input: { texts: FinishedText[]; tokens: string[] }): Promise<Left[]>;
};

export function redactionService(): RedactionService {
  let session: RedactionSession | null = null;
  /** Of the call that works now. */
  let tell: Progress = () => undefined;
  const opened = (): RedactionSession => {
    if (!session) throw new Error('nothing is being redacted');
    return session;
  };
  return {
    open: async ({ key, files, texts, options }, progress) => {
      tell = progress;
      session = openSession(key, files, texts, options, (done) => tell(done));
      return session.files();
    },
    redact: async ({ options }, progress) => {
      tell = progress;
      opened().redact(options);
      return opened().files();
    },
    lines: async ({ id, from, count }) => opened().lines(id, from, count),
    next: async ({ id, line, step }) => opened().next(id, line, step),
    copy: async ({ id }) => opened().copy(id),
    scan: async ({ texts, tokens }) => {
      const scan = openFinalScan({ originals: opened().originals(), tokens: new Set(tokens) }, secretlint);
      const left: Left[] = [];
      for (const { name, text } of texts) {
        const look = scan.look(name);
        left.push(...(await look.push(text)), ...(await look.end()));
      }
      return left;
    },
  };
}
