/** express-pouchdb over LevelDB, and the page that replicates with it. Arguments: port, folder of the page, folder of data. */
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import PouchDB from 'pouchdb';

const [port, page, data] = process.argv.slice(2);
const app = express();
const Stored = PouchDB.defaults({ prefix: `${data}/` });
app.use('/db', expressPouchDB(Stored, { mode: 'minimumForPouchDB' }));
app.use(express.static(page));
await new Stored('records').info();
app.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
