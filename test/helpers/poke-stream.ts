/** A device's stream of pokes, as the shell reads it. */
import { hubPaths, type Poke, poke } from '../../shared/sync/protocol.ts';
import type { TestDevice } from './test-device.ts';

export interface Listening {
  pokes: Poke[];
  /** Resolves with the first poke that fits. */
  until(fits: (poke: Poke) => boolean): Promise<Poke>;
  ended: Promise<void>;
  close(): void;
}

export async function listen(device: TestDevice, url = device.url): Promise<Listening> {
  const abort = new AbortController();
  const response = await fetch(url + hubPaths.poke, {
    headers: { authorization: `Bearer ${device.token}` },
    signal: abort.signal,
  });
  if (response.status !== 200 || !response.body) throw new Error(`no stream: ${response.status}`);
  const pokes: Poke[] = [];
  const waiting = new Set<() => void>();
  const { body } = response;
  const ended = (async () => {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body) {
        rest += decoder.decode(chunk, { stream: true });
        const lines = rest.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines)
          if (line.startsWith('data: ')) pokes.push(poke.parse(JSON.parse(line.slice(6))));
        for (const look of waiting) look();
      }
    } catch {
      // The test closed it.
    }
  })();
  return {
    pokes,
    ended,
    close: () => abort.abort(),
    until: (fits) =>
      new Promise((found) => {
        const look = () => {
          const fit = pokes.find(fits);
          if (!fit) return;
          waiting.delete(look);
          found(fit);
        };
        waiting.add(look);
        look();
      }),
  };
}
