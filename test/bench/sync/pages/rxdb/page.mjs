/** RxDB with its Dexie storage, replicating by HTTP with the endpoint that served this page, as its documentation shows it. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { Subject } from 'rxjs';
import { digestOf, fillText, nameOf } from '../../records.ts';

const WRITE = 500;
const PUSH = 500;
const PULL = 1_000;
/** Its default of five seconds would leave it idle for most of the time where the line is cut every second. */
const RETRY_MS = 500;
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 20 }, text: { type: 'string' } },
  required: ['id', 'text'],
};

let collection;
let replication = null;
let events = null;
let active = true;

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** What the endpoint tells of others' changes; after a line that broke, RxDB is told to look for what it missed. */
function changes() {
  const stream = new Subject();
  events = new EventSource('/changes');
  events.onmessage = ({ data }) => stream.next(JSON.parse(data));
  events.onopen = () => stream.next('RESYNC');
  return stream;
}

window.bench = {
  async open() {
    const db = await createRxDatabase({ name: 'bench', storage: getRxStorageDexie(), multiInstance: false });
    ({ records: collection } = await db.addCollections({ records: { schema } }));
  },
  async fill(from, to) {
    const docs = [];
    for (let index = from; index < to; index++) {
      const doc = { id: nameOf(index), text: '' };
      docs.push({ ...doc, text: fillText(index, 'a', doc) });
    }
    for (let at = 0; at < docs.length; at += WRITE) {
      const { error } = await collection.bulkInsert(docs.slice(at, at + WRITE));
      if (error.length > 0) throw new Error('not inserted');
    }
  },
  async edit(count, writer) {
    const docs = [];
    for (let index = 0; index < count; index++) {
      const doc = { id: nameOf(index), text: '' };
      docs.push({ ...doc, text: fillText(index, writer, doc) });
    }
    const { error } = await collection.bulkUpsert(docs);
    if (error?.length > 0) throw new Error('not changed');
  },
  async online() {
    replication = replicateRxCollection({
      collection,
      replicationIdentifier: 'bench',
      live: true,
      retryTime: RETRY_MS,
      waitForLeadership: false,
      push: { batchSize: PUSH, handler: (rows) => post('/push', rows) },
      pull: {
        batchSize: PULL,
        stream$: changes(),
        handler: (checkpoint, batchSize) => post('/pull', { after: checkpoint?.seq ?? 0, limit: batchSize }),
      },
    });
    replication.active$.subscribe((now) => {
      active = now;
    });
  },
  async offline() {
    await replication.awaitInSync();
    events.close();
    await replication.cancel();
    replication = null;
    active = true;
  },
  async state() {
    return { count: await collection.count().exec(), settled: replication !== null && !active };
  },
  async contents() {
    const docs = await collection.find().exec();
    return { hash: await digestOf(docs.map((doc) => [doc.id, doc.text])), conflicts: 0 };
  },
};
