/** Whether this console is protected, and what its keys are asked (security 29). */
import { plural, t } from '@lingui/core/macro';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, CallInput } from '../../shared/bridge/contract.ts';
import type { KeyOutcome, KeyStatus } from '../../shared/bridge/keys.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { report } from '../store/report.ts';
import { sealingProgress } from '../store/seal-rest.ts';
import { isUnwrapped } from '../sync/assertion.ts';
import type { AppServices } from './app-services.ts';
import { useApp } from './hooks.tsx';

/**
 * How much of what lay in clear since before is sealed, in percent: rows are sealed by the page, files and journals by the shell, and of two the
 * one counts that is further behind. Null where nothing is being sealed.
 */
export function useSealing(): number | null {
  const { bridge } = useApp();
  const rows = useStore(sealingProgress);
  const [files, setFiles] = useState<{ done: number; total: number } | null>(null);
  useEffect(() => {
    const end = bridge.on('store.sealing', setFiles);
    bridge.call('store.sealing', {}).then(
      ({ sealing }) => setFiles((told) => told ?? sealing),
      (error: unknown) => report(error, 'store.sealing'),
    );
    return end;
  }, [bridge]);
  const parts = [
    ...(rows && rows.all > 0 ? [rows.done / rows.all] : []),
    ...(files && files.done < files.total ? [files.done / files.total] : []),
  ];
  return parts.length === 0 ? null : Math.floor(100 * Math.min(...parts));
}

const LOCK_AFTER = 'lock-after';
/** Minutes without a key or a click. */
export const LOCK_AFTER_MINUTES = 15;
/** What may be chosen; 0 is never. */
export const lockAfterChoices = [5, 15, 30, 60, 0] as const;

/** The state of the keys, asked once for all of a window that show it, and anew with each change of it in any window. */
class KeySource {
  readonly store: StoreApi<KeyStatus | null> = createStore<KeyStatus | null>(() => null);
  readonly #bridge: Bridge;
  #followers = 0;
  #asking = false;
  #again = false;
  #end = () => {};

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Who comes later has it asked anew: how long the console stays open counts down without a word. @returns ends it */
  follow(): () => void {
    this.#followers += 1;
    if (this.#followers === 1) this.#end = this.#bridge.on('keys.changed', () => this.read());
    if (!this.#asking) this.read();
    return () => {
      this.#followers -= 1;
      if (this.#followers > 0) return;
      this.#end();
      this.store.setState(null, true);
    };
  }

  /** Asks for the state as it is from now on; what was asked before may not know it yet. */
  read(): void {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    void this.#bridge
      .call('keys.state', {})
      .then((status) => {
        if (this.#followers > 0) this.store.setState(status, true);
      })
      .catch((error: unknown) => report(error, 'keys.state'))
      .finally(() => {
        this.#asking = false;
        if (!this.#again) return;
        this.#again = false;
        this.read();
      });
  }
}

const sources = new WeakMap<Bridge, KeySource>();

function keySourceOf(bridge: Bridge): KeySource {
  const known = sources.get(bridge) ?? new KeySource(bridge);
  sources.set(bridge, known);
  return known;
}

/** @param told is told the state as it is now, and each that comes after it. @returns stops listening */
export function followKeys(bridge: Bridge, told: (status: KeyStatus) => void): () => void {
  const source = keySourceOf(bridge);
  const stops = [source.store.subscribe((status) => status && told(status)), source.follow()];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The state of the keys, anew with each change of it in any window; null until it is known. */
export function useKeyStatus(bridge: Bridge): { status: KeyStatus | null; read: () => void } {
  const source = keySourceOf(bridge);
  const status = useStore(source.store);
  useEffect(() => source.follow(), [source]);
  return { status, read: useCallback(() => source.read(), [source]) };
}

export function useOwnKeyStatus(): { status: KeyStatus | null; read: () => void } {
  return useKeyStatus(useApp().bridge);
}

type Asked = 'keys.unlock' | 'keys.offer' | 'keys.confirm' | 'keys.change';

const whyWords: Record<Exclude<KeyOutcome['why'], null>, string> = {
  wrong: t`That is not it. Nothing was changed.`,
  mistyped: t`That is no recovery code: a letter is mistyped or missing. It has nine groups of four.`,
  wait: t`Too many wrong tries.`,
  'no-way': t`This console does not open that way.`,
  keystore: t`The key store of this computer does not open it. Use the recovery code.`,
  lease: t`The hub has to be reached first.`,
};

/**
 * @returns what stands in the way, in words, empty where it was done; the code that was offered; and whether what was typed was right, and
 * something else stands in the way
 */
export async function askKeys<N extends Asked>(
  bridge: Bridge,
  call: N,
  input: CallInput<N>,
): Promise<{ problem: string; offered: KeyOutcome['offered']; right: boolean }> {
  const answer = await bridge.call(call as 'keys.unlock', input as CallInput<'keys.unlock'>);
  if (!answer.ok) return { problem: answer.failure.message, offered: null, right: false };
  const { why, waitSeconds, offered } = answer.value;
  if (why === null) return { problem: '', offered, right: true };
  const wait =
    waitSeconds > 0 ? t` Try again in ${plural(waitSeconds, { one: '# second', other: '# seconds' })}.` : '';
  return { problem: whyWords[why] + wait, offered: null, right: why === 'lease' };
}

/** Minutes after which an open console locks itself; 0 where it does not. */
export async function readLockAfter(db: ConsoleDatabase): Promise<number> {
  const kept = (await db.settings.get(LOCK_AFTER))?.value;
  return lockAfterChoices.find((each) => each === kept) ?? LOCK_AFTER_MINUTES;
}

export async function setLockAfter({ db }: Pick<AppServices, 'db'>, minutes: number): Promise<void> {
  await db.settings.put({ id: LOCK_AFTER, value: minutes });
}

/** Whether this device signs with a key of before the ring, which no wrap can take. */
export async function readHasOldKey(db: ConsoleDatabase): Promise<boolean> {
  const device = await db.device.get('device');
  return device !== undefined && isUnwrapped(device.keys);
}

/** What could not be opened and was set aside, the newest first. */
export async function readSetAside(db: ConsoleDatabase): Promise<{ id: string; at: string; told: string }[]> {
  const rows = await db.setAside.toArray();
  return rows.map(({ id, at, told }) => ({ id, at, told })).sort((a, b) => (a.at < b.at ? 1 : -1));
}
