/** The bridge in an ordinary browser: calls and events over the loopback server that served the page. */
import { type Bridge, type CallName, calls, type EventName, events } from '../../shared/bridge/contract.ts';

/** See electron/browser/frames.ts for the form. */
function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array = new Uint8Array(0);
  const json = JSON.stringify(value, (_name, member: unknown) => {
    if (!(member instanceof Uint8Array)) return member;
    bytes = member;
    return { bytes: true };
  });
  const text = new TextEncoder().encode(json);
  const frame = new Uint8Array(4 + text.length + bytes.length);
  new DataView(frame.buffer).setUint32(0, text.length);
  frame.set(text, 4);
  frame.set(bytes, 4 + text.length);
  return frame;
}

function decodeFrame(frame: ArrayBuffer): unknown {
  const length = new DataView(frame).getUint32(0);
  const bytes = new Uint8Array(frame, 4 + length);
  const text = new TextDecoder().decode(new Uint8Array(frame, 4, length));
  // Looking at every member costs more than all else: only where one may hold the place of the bytes.
  if (!text.includes('"bytes"')) return JSON.parse(text);
  return JSON.parse(text, (_name, member: unknown) => {
    const isPlace =
      typeof member === 'object' && member !== null && (member as { bytes?: unknown }).bytes === true;
    return isPlace ? bytes : member;
  });
}

/** The console's own server does not answer: it was stopped, or the computer sleeps. */
export class ShellUnreachable extends Error {}

/** The name of the lock and the channel by which the windows of one console share its events. */
const EVENTS = 'bridge-events';

export function browserBridge(): Bridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  let listening = false;

  function deliver(message: unknown): void {
    const { name, payload } = message as { name: EventName; payload: unknown };
    const parsed = events[name]?.safeParse(payload);
    if (!parsed?.success) return;
    for (const listener of listeners.get(name) ?? []) listener(parsed.data as never);
  }

  /**
   * One window listens for all and passes on what it hears: a browser opens six connections to a server and no more, so
   * that six windows that listen would leave none for calls. When that window closes, the next takes its place.
   */
  function listen(): void {
    if (listening) return;
    listening = true;
    const channel = new BroadcastChannel(EVENTS);
    channel.onmessage = ({ data }) => deliver(data);
    void navigator.locks.request(EVENTS, () => {
      const source = new EventSource('/bridge/events');
      source.onmessage = ({ data }) => {
        const message: unknown = JSON.parse(String(data));
        channel.postMessage(message);
        deliver(message);
      };
      // Held for as long as this window lives.
      return new Promise<never>(() => undefined);
    });
  }

  return {
    async call(name, input) {
      let response: Response;
      try {
        response = await fetch(`/bridge/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: encodeFrame(input),
        });
      } catch {
        throw new ShellUnreachable(
          'The console’s own service on this computer does not answer. Start the console again; what was called saved is safe.',
        );
      }
      if (!response.ok) throw new Error((await response.text()).trim());
      const output = calls[name as CallName].output.parse(decodeFrame(await response.arrayBuffer()));
      return output as never;
    },
    on(name, listener) {
      listen();
      const all = listeners.get(name) ?? new Set();
      all.add(listener as (payload: never) => void);
      listeners.set(name, all);
      return () => all.delete(listener as (payload: never) => void);
    },
  };
}
