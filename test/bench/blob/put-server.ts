/** The peer of `blob-1g`, a process of its own: takes a PUT, writes the body to a file, fsyncs, and answers. */
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const [port = '', folder = ''] = process.argv.slice(2);
let count = 0;
const server = createServer((request, response) => {
  void (async () => {
    count += 1;
    const file = await open(join(folder, `put-${count}`), 'w');
    await pipeline(request, file.createWriteStream({ autoClose: false }));
    await file.sync();
    await file.close();
    response.end();
  })();
});
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.once('SIGTERM', () => process.exit(0));
