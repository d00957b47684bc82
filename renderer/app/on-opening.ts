/**
 * Screens whose script is read when they are opened: the first screen does not wait for them. Once the page has nothing else to do they
 * are all read, so that none waits for the shell later, and a shell that was replaced meanwhile is not asked for files of before.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { report } from '../store/report.ts';

const loads: (() => Promise<unknown>)[] = [];
/** From the first screen on: typing and sync's first rounds are worth more than screens that nobody asked for yet. */
const QUIET_MS = 4_000;

/** @param load answers the screen; asked once, however often it is drawn */
export function onOpening<P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  let loading: Promise<{ default: ComponentType<P> }> | null = null;
  const once = () => {
    loading ??= load().then(
      (screen) => ({ default: screen }),
      (error: unknown) => {
        // The next opening tries again.
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  loads.push(once);
  return lazy(once);
}

/** Reads what was not opened yet, one after the other, each when the page is idle. @returns what ends it */
export function readTheOthers(): () => void {
  let ended = false;
  const rest = loads.values();
  const next = () => {
    const load = ended ? undefined : rest.next().value;
    if (load)
      requestIdleCallback(() => {
        load().then(next, (error: unknown) => report(error, 'reading a screen before it is opened'));
      });
  };
  const waiting = setTimeout(next, QUIET_MS);
  return () => {
    ended = true;
    clearTimeout(waiting);
  };
}
