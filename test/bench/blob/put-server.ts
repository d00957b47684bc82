/** The peer of `blob-1g`, a process of its own: takes a PUT, writes the body to a file, fsyncs, and answers. */
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const [port = '', folder = ''] = process.argv.slice(2);
let count = 0;
const server = createServer((request, response) => {
  void (async () => {
    count += 1;
    // `flush` has the file fsynced before it is closed.
    await pipeline(request, createWriteStream(join(folder, `put-${count}`), { flush: true }));
    response.end();
  })();
});
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.once('SIGTERM', () => process.exit(0));
