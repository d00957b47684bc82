/**
 * The one place where this window reports a fault: into the shell's log, without anything of a customer's, and on screen where
 * it means something for the person. Never waits and never fails: it is called where something has failed already.
 */
import { t } from '@lingui/core/macro';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Fault, faultOf, messageOf } from '../../shared/base/fault.ts';
import type { Bridge } from '../../shared/bridge/contract.ts';
import { SignedOut } from '../bridge/tab.ts';

/** What a person is told of a fault, as long as they have not put it away. */
export interface ToldFault {
  where: string;
  name: string;
  effect: string;
}

/** Faults that the shell could not take yet; the oldest go. */
const MOST_WAITING = 100;
/** The same fault again within this time is counted, not told again: what is tried every second would push all else out. */
const AGAIN_MS = 10 * 60_000;
/** Different faults that are told apart at a time. */
const MOST_KNOWN = 200;

const UNCAUGHT = t`Something you did stopped on it. What was called saved is safe; look whether it was done before you do it again.`;

export const toldFaults: StoreApi<readonly ToldFault[]> = createStore<readonly ToldFault[]>(() => []);

let shell: Bridge | null = null;
let waiting: Fault[] = [];
const known = new Map<string, { at: number; again: number }>();

/** Where faults go from now on; those that came before go there too. */
export function reportTo(bridge: Bridge): void {
  shell = bridge;
  send();
}

function send(): void {
  const to = shell;
  if (!to) return;
  for (const fault of waiting.splice(0))
    to.call('log.report', fault).catch(() => {
      // Unreported: the shell is away; kept here for the next time.
      keep(fault);
    });
}

function keep(fault: Fault): void {
  waiting = [...waiting, fault].slice(-MOST_WAITING);
}

/**
 * @param where which work it ended: 'sync', 'counting', 'command add a comment'
 * @param effect what it means for the person, in words; left out where they are told otherwise, or need not know
 */
export function report(error: unknown, where: string, effect?: string): void {
  // Nothing is wrong: the person signed out under what still ran, and the window says so above all else. The shell takes no log of it either.
  if (error instanceof SignedOut) return;
  const fault = faultOf(error, where);
  if (effect !== undefined)
    toldFaults.setState(
      (before) => [...before.filter((each) => each.where !== where), { where, name: fault.name, effect }],
      true,
    );
  const key = `${where} ${fault.name} ${fault.frames[0] ?? ''}`;
  const before = known.get(key);
  const at = Date.now();
  if (before && at - before.at < AGAIN_MS) {
    before.again += 1;
    return;
  }
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, { at, again: 0 });
  keep({ ...fault, times: 1 + (before?.again ?? 0) });
  send();
}

/** Reports it, where a form or a panel tells it itself. @returns its words, for that screen */
export function reported(error: unknown, where: string): string {
  report(error, where);
  return messageOf(error);
}

/** The work goes on again, or the person has read it. */
export function forgetFault(where: string): void {
  if (toldFaults.getState().some((each) => each.where === where))
    toldFaults.setState((before) => before.filter((each) => each.where !== where), true);
}

/** The whole log of this computer for support, one JSON line an event; with what the shell has not taken. */
export async function faultLog(bridge: Bridge): Promise<string> {
  const kept = await bridge.call('log.read', {}).catch((error: unknown) => {
    report(error, 'reading the fault log');
    return { text: '' };
  });
  return (
    kept.text +
    waiting.map((fault) => `${JSON.stringify({ level: 'error', event: 'fault', ...fault })}\n`).join('')
  );
}

/** What nobody caught: a command's rejection that no screen waits for, an error in an event. @param target the window */
export function reportUncaught(target: EventTarget): () => void {
  const rejected = (event: Event) => report((event as PromiseRejectionEvent).reason, 'uncaught', UNCAUGHT);
  // What the browser tells of itself, such as a ResizeObserver's loop, has no error.
  const failed = (event: Event) => {
    const { error } = event as ErrorEvent;
    if (error instanceof Error) report(error, 'uncaught', UNCAUGHT);
  };
  target.addEventListener('unhandledrejection', rejected);
  target.addEventListener('error', failed);
  return () => {
    target.removeEventListener('unhandledrejection', rejected);
    target.removeEventListener('error', failed);
  };
}
