/** The bridge in an ordinary browser: calls and events over the loopback server that served the page. */
import { z } from 'zod';
import type { Bridge, CallName, EventName } from '../../shared/bridge/contract.ts';
import { jsonAndBytes } from '../../shared/bridge/frame-bytes.ts';
import { SignedOut, Tab } from './tab.ts';

/** See electron/browser/frames.ts for the form. */
function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const { json, bytes } = jsonAndBytes(value);
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

/** Before a stream of events that broke is opened again. */
const AGAIN_MS = 3_000;
const opened = z.object({ tab: z.string().nullable() });

/**
 * What answers and events have to look like is most of what the page's first script would hold: it is read while the first calls are on
 * their way.
 */
const contract = () => import('../../shared/bridge/contract.ts');

const isOver = (response: Response) => response.headers.get('console-session') === 'over';

/** @throws ShellUnreachable */
async function post(name: string, token: string, input: unknown): Promise<Response> {
  try {
    return await fetch(`/bridge/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'console-tab': token },
      body: encodeFrame(input),
    });
  } catch {
    throw new ShellUnreachable(
      'The console’s own service on this computer does not answer. Start the console again; what was called saved is safe.',
    );
  }
}

/** The data of each event of a stream, as the shell writes them: a line of data, an empty line. */
async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (text + value).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('data: ')) yield part.slice('data: '.length);
  }
}

export function browserBridge(): Bridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  let listening = false;
  let signedIn = true;
  const changed = new Set<(signedIn: boolean) => void>();
  const tab = new Tab(
    async (own) => {
      const response = await post('tab.open', own, {});
      return response.ok ? opened.parse(decodeFrame(await response.arrayBuffer())).tab : null;
    },
    (now) => {
      signedIn = now;
      for (const listener of changed) listener(now);
    },
  );

  /** What the tab's token lets it do; where that is over, once more with another's. @throws SignedOut */
  async function admitted(work: (token: string) => Promise<Response>): Promise<Response> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const token = await tab.token();
      const response = await work(token);
      if (!isOver(response)) return response;
      tab.drop(token);
    }
    throw new SignedOut();
  }

  async function deliver(message: unknown): Promise<void> {
    const { name, payload } = message as { name: EventName; payload: unknown };
    // Settled in the order in which it was asked for, so that events keep theirs.
    const { events } = await contract();
    const parsed = events[name]?.safeParse(payload);
    if (!parsed?.success) return;
    for (const listener of listeners.get(name) ?? []) listener(parsed.data as never);
  }

  /** Fetched, and not by an EventSource: that sends no header. Comes back when the stream ends. */
  async function stream(told: (message: unknown) => void): Promise<void> {
    const response = await admitted((token) =>
      fetch('/bridge/events', { headers: { 'console-tab': token }, cache: 'no-store' }),
    );
    if (!response.ok || !response.body) return;
    for await (const data of eventsOf(response.body)) told(JSON.parse(data));
  }

  /**
   * One window listens for all and passes on what it hears: a browser opens six connections to a server and no more, so
   * that six windows that listen would leave none for calls. When that window closes, the next takes its place.
   */
  function listen(): void {
    if (listening) return;
    listening = true;
    const channel = new BroadcastChannel(EVENTS);
    channel.onmessage = ({ data }) => void deliver(data);
    // Held for as long as this window lives.
    void navigator.locks.request(EVENTS, async () => {
      for (;;) {
        await stream((message) => {
          channel.postMessage(message);
          void deliver(message);
          // Unreported: the stream is opened again in a moment, and a shell that is gone is told by every call.
        }).catch(() => undefined);
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    });
  }

  return {
    async call(name, input) {
      const response = await admitted((token) => post(name, token, input));
      if (!response.ok) throw new Error((await response.text()).trim());
      const answer = decodeFrame(await response.arrayBuffer());
      const output = (await contract()).calls[name as CallName].output.parse(answer);
      return output as never;
    },
    on(name, listener) {
      listen();
      const all = listeners.get(name) ?? new Set();
      all.add(listener as (payload: never) => void);
      listeners.set(name, all);
      return () => all.delete(listener as (payload: never) => void);
    },
    session: {
      async signOut() {
        await admitted((token) => post('session.end', token, {}));
        tab.over();
      },
      onChange(listener) {
        changed.add(listener);
        listener(signedIn);
        return () => changed.delete(listener);
      },
    },
  };
}
