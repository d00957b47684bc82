/** PouchDB in a browser, replicating with the express-pouchdb that served this page. */
import PouchDB from 'pouchdb/dist/pouchdb.js';
import { digestOf, fillText, nameOf } from '../../records.ts';

const BATCH = 500;
/** Its own waits grow to minutes: with a line that is cut every second it would do nothing else. */
const RETRY_MS = 500;
const db = new PouchDB('records');
let running = [];

async function put(docs) {
  for (let from = 0; from < docs.length; from += BATCH) {
    const results = await db.bulkDocs(docs.slice(from, from + BATCH));
    const failed = results.find((each) => each.error);
    if (failed) throw new Error(failed.message);
  }
}

function replicate(direction) {
  const options = { live: true, retry: true, batch_size: BATCH, back_off_function: () => RETRY_MS };
  const replication = db.replicate[direction](`${location.origin}/db/records`, options);
  const state = { replication, idle: false };
  replication.on('active', () => {
    state.idle = false;
  });
  replication.on('paused', (error) => {
    state.idle = !error;
  });
  replication.on('error', () => undefined);
  return state;
}

window.bench = {
  async open() {
    await db.info();
  },
  async fill(from, to) {
    const docs = [];
    for (let index = from; index < to; index++) {
      const doc = { _id: nameOf(index), text: '' };
      docs.push({ ...doc, text: fillText(index, 'a', doc) });
    }
    await put(docs);
  },
  async edit(count, writer) {
    const { rows } = await db.allDocs({ include_docs: true, endkey: nameOf(count - 1) });
    await put(
      rows.map(({ doc }, index) => ({ ...doc, text: fillText(index, writer, { _id: doc._id, text: '' }) })),
    );
  },
  async online() {
    running = [replicate('to'), replicate('from')];
  },
  async offline() {
    for (const { replication } of running.splice(0)) {
      const ended = new Promise((done) => replication.once('complete', done));
      replication.cancel();
      await ended;
    }
  },
  async state() {
    return {
      count: (await db.info()).doc_count,
      settled: running.length > 0 && running.every(({ idle }) => idle),
    };
  },
  async contents() {
    const { rows } = await db.allDocs({ include_docs: true, conflicts: true });
    return {
      hash: await digestOf(rows.map(({ doc }) => [doc._id, doc.text])),
      conflicts: rows.filter(({ doc }) => doc._conflicts?.length > 0).length,
    };
  },
};
