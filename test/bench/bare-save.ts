/** The least that 'saved' can cost: a page with Dexie alone, and a server that appends to a file and waits for the disk. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

declare global {
  interface Window {
    /** Puts the row with strict durability, has the text appended, and answers the milliseconds that both took. */
    bareSave(row: { id: string }, text: string): Promise<number>;
  }
}

const PAGE = '<!doctype html><title>Bare</title><script type="module" src="/main.js"></script>';
const SCRIPT = `
  import { Dexie } from 'dexie';
  const db = new Dexie('bare', { chromeTransactionDurability: 'strict' });
  db.version(1).stores({ rows: 'id' });
  window.bareSave = async (row, text) => {
    const start = performance.now();
    await db.table('rows').put(row);
    const answer = await fetch('/append', { method: 'POST', body: text });
    if (!answer.ok) throw new Error('not appended');
    return performance.now() - start;
  };
`;

async function bundle(): Promise<string> {
  const cache = join(process.cwd(), '.cache');
  mkdirSync(cache, { recursive: true });
  const source = mkdtempSync(join(cache, 'bare-'));
  const out = mkdtempSync(join(tmpdir(), 'bare-out-'));
  try {
    writeFileSync(join(source, 'main.js'), SCRIPT);
    const output = { entryFileNames: 'main.js' };
    const input = join(source, 'main.js');
    await build({
      ...{ root: source, configFile: false, logLevel: 'error' },
      build: { outDir: out, emptyOutDir: true, rolldownOptions: { input, output } },
    });
    return readFileSync(join(out, 'main.js'), 'utf8');
  } finally {
    rmSync(source, { recursive: true });
    rmSync(out, { recursive: true });
  }
}

async function textOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Serves the page on loopback; the file that it appends to lies where the console's journal would. */
export async function startBareSave(): Promise<{ url: string; close(): Promise<void> }> {
  const script = await bundle();
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-bare-'));
  const file = await open(join(folder, 'journal'), 'a');
  const server = createServer(async (request, response) => {
    if (request.url === '/append') {
      await file.write(await textOf(request));
      await file.datasync();
      return response.writeHead(204).end();
    }
    const isScript = request.url === '/main.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    return response.end(isScript ? script : PAGE);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await file.close();
      rmSync(folder, { recursive: true });
    },
  };
}
