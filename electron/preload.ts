/** All that the renderer gets of Electron: the bridge, frozen (security 18). One CommonJS file, sandboxed. */
import { contextBridge, ipcRenderer } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

type Answer = { ok: true; value: unknown } | { ok: false; message: string };

const listeners = new Map<string, Set<(payload: unknown) => void>>();

ipcRenderer.on(EVENT_CHANNEL, (_event, name: unknown, payload: unknown) => {
  for (const listener of listeners.get(String(name)) ?? []) listener(payload);
});

contextBridge.exposeInMainWorld('bridge', {
  call: async (name: unknown, input: unknown): Promise<unknown> => {
    const answer = (await ipcRenderer.invoke(CALL_CHANNEL, name, input)) as Answer;
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  },
  on: (name: unknown, listener: (payload: unknown) => void): (() => void) => {
    const all = listeners.get(String(name)) ?? new Set();
    all.add(listener);
    listeners.set(String(name), all);
    return () => {
      all.delete(listener);
    };
  },
});
