/** What the screen that redacts and its worker say to each other. */
import type { Encoding } from '../../../shared/redaction/content.ts';
import type { Left } from '../../../shared/redaction/final-scan.ts';
import type { RedactionOptions } from '../../../shared/redaction/redact.ts';
import type { Copy, FileView, LineView } from '../../../shared/redaction/session.ts';

/** A finished text of the packet, as it would leave. */
export interface FinishedText {
  name: string;
  text: string;
}

export interface Asked {
  open: {
    key: Uint8Array;
    files: { id: string; name: string; bytes: Uint8Array; encoding: Encoding }[];
    texts: { name: string; text: string }[];
    options: RedactionOptions;
  };
  redact: { options: RedactionOptions };
  lines: { id: string; from: number; count: number };
  next: { id: string; line: number; step: 1 | -1 };
  copy: { id: string };
  scan: { texts: FinishedText[]; tokens: string[] };
}
export interface Answered {
  open: FileView[];
  redact: FileView[];
  lines: LineView[];
  next: number | null;
  copy: Copy;
  scan: Left[];
}
export type Question = keyof Asked;

export type Request = { [Q in Question]: { id: number; ask: Q; input: Asked[Q] } }[Question];
export type Reply =
  | { id: number; kind: 'answer'; value: unknown }
  | { id: number; kind: 'progress'; done: number }
  | { id: number; kind: 'fault'; message: string };
