/**
 * A server that does nothing but to take requests in and to answer them at once, with what the hub would say: whoever attacks it
 * costs what the attack itself costs, the sending and the receiving of its bytes on the processors that all share here.
 * Argument: a file with the page of rows that it answers pulls with. Tells its port when it is ready.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hubPaths } from '../../shared/sync/protocol.ts';

const [file = ''] = process.argv.slice(2);
const page = readFileSync(file);

// A push that the hub refuses is answered as one that it takes: the sender does not look, and it costs the same.
const taken = JSON.stringify({ results: [], lastN: 0, hubTime: new Date(0).toISOString() });
const wrong = JSON.stringify({ code: 'unauthorised', message: 'This is for the hub’s operator.' });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const [status, body] =
      request.url === hubPaths.pull
        ? [200, page]
        : request.url === hubPaths.push
          ? [200, taken]
          : [401, wrong];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('SIGTERM', () => process.exit());
