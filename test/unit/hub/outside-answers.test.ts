/** One post to an outside system that answers with anything: a real socket, and answers that no program would give. */
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Addresses, readNetworks } from '../../../hub/webhooks/addresses.ts';
import { post } from '../../../hub/webhooks/post.ts';

const addresses = new Addresses(readNetworks('127.0.0.0/8'));
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Posts to a server that answers so once it was asked. */
async function postTo(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
    open.push(() => socket.destroy());
  });
  open.push(() => server.close());
  const port = await new Promise<number>((ready) =>
    server.listen(0, '127.0.0.1', () => ready((server.address() as { port: number }).port)),
  );
  return post(addresses, `http://127.0.0.1:${port}/`, {}, '{}', new AbortController().signal);
}

const upgrade = 'connection: upgrade\r\nupgrade: x\r\n\r\n';

test.each([
  ['a change of protocol', `HTTP/1.1 101 x\r\n${upgrade}`, 'It closed the connection without an answer.'],
  ['headers of a megabyte', `HTTP/1.1 200 x\r\na: ${'b'.repeat(1_000_000)}\r\n\r\n`, 'is not HTTP'],
  ['what is no HTTP', 'hello\r\n\r\n', 'is not HTTP'],
  ['two lengths', 'HTTP/1.1 200 x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n', 'is not HTTP'],
  ['a redirect', 'HTTP/1.1 307 x\r\nlocation: http://127.0.0.1:1/\r\n\r\n', 'a redirect (307)'],
  ['no word for a status', 'HTTP/1.1 999 x\r\n\r\n', 'It answered 999.'],
])('[O5] %s is a failed try, and over', { timeout: 30_000 }, async (_name, text, problem) => {
  const posted = await postTo((socket) => socket.write(text));
  expect(posted).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
});

test('[O5] a try whose connection is closed before any answer is over', async () => {
  expect(await postTo((socket) => socket.end())).toMatchObject({ ok: false });
});

test('[O7] an answer of 2xx counts, whatever follows it, and what does not end is cut', async () => {
  const sockets: Socket[] = [];
  const posted = await postTo((socket) => {
    sockets.push(socket);
    socket.write(`HTTP/1.1 200 x\r\n\r\n${'a'.repeat(1_000_000)}`);
  });
  expect(posted).toEqual({ ok: true });
  await new Promise((closed) => (sockets[0]?.destroyed ? closed(null) : sockets[0]?.once('close', closed)));
});
