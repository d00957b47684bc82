/** Whether a call comes from the console's own page: the main frame, of exactly its origin (security 17). */
import { isConsoleUrl } from './origin.ts';

/** What is looked at of an IPC event; Electron gives null for a frame that is gone. */
export interface Sender {
  senderFrame: { url: string; parent: unknown } | null;
}

export function isOwnFrame({ senderFrame }: Sender): boolean {
  return senderFrame !== null && senderFrame.parent === null && isConsoleUrl(senderFrame.url);
}
