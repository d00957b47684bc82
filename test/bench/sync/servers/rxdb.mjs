/**
 * The least that RxDB's HTTP replication needs, and durable: each batch is appended to a file and fsynced before it is answered.
 * Arguments: port, folder of the page, folder of data.
 */
import { open } from 'node:fs/promises';
import express from 'express';

const [port, page, data] = process.argv.slice(2);
const log = await open(`${data}/log`, 'a');
/** By id, in the order of their last change. */
const docs = new Map();
const listeners = new Set();
let seq = 0;
let turn = Promise.resolve();

const same = (a, b) => a?.text === b?.text && Boolean(a?._deleted) === Boolean(b?._deleted);

/** Takes what fits, answers the endpoint's own document where another change came first. */
async function push(rows) {
  const conflicts = [];
  const taken = [];
  for (const { assumedMasterState, newDocumentState } of rows) {
    const current = docs.get(newDocumentState.id)?.doc;
    if (current ? !assumedMasterState || !same(current, assumedMasterState) : assumedMasterState) {
      if (current) conflicts.push(current);
      continue;
    }
    taken.push(newDocumentState);
  }
  if (taken.length > 0) {
    await log.appendFile(`${JSON.stringify(taken)}\n`);
    await log.datasync();
    for (const doc of taken) {
      seq += 1;
      docs.delete(doc.id);
      docs.set(doc.id, { seq, doc });
    }
    const event = `data: ${JSON.stringify({ documents: taken, checkpoint: { seq } })}\n\n`;
    for (const listener of listeners) listener.write(event);
  }
  return conflicts;
}

function pull({ after, limit }) {
  const documents = [];
  let last = after;
  for (const each of docs.values()) {
    if (each.seq <= after) continue;
    if (documents.length === limit) break;
    documents.push(each.doc);
    last = each.seq;
  }
  return { documents, checkpoint: { seq: last } };
}

const app = express();
app.use(express.json({ limit: '64mb' }));
app.post('/push', (request, response, next) => {
  turn = turn.then(() => push(request.body)).then((conflicts) => response.json(conflicts), next);
});
app.post('/pull', (request, response) => response.json(pull(request.body)));
app.get('/changes', (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': listening\n\n');
  listeners.add(response);
  response.once('close', () => listeners.delete(response));
});
app.use(express.static(page));
app.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
