/** The page's end of the search: starts its worker when it is first wanted, asks, and drops answers to old questions. */
import { t } from '@lingui/core/macro';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Found } from '../../shared/search/search-index.ts';
import { report } from '../store/report.ts';
import { type Calling, callWorker, WorkerFault } from '../workers/calls.ts';
import type { EverythingService } from './search-everything.ts';

export interface SearchState {
  question: string;
  found: readonly Found[];
  /** Null until all was read. */
  size: number | null;
}

const MOST = 12;

export class SearchClient {
  readonly store: StoreApi<SearchState> = createStore<SearchState>(() => ({
    question: '',
    found: [],
    size: null,
  }));
  readonly #database: string;
  readonly #rowKey: Uint8Array | null;
  #worker: Calling<EverythingService> | null = null;
  #n = 0;
  #within: string | null = null;

  constructor(database: string, rowKey: Uint8Array | null = null) {
    this.#database = database;
    this.#rowKey = rowKey;
  }

  /** Begins to read; again is nothing. */
  start(): void {
    if (this.#worker) return;
    const worker = callWorker<EverythingService>(
      () => new Worker(new URL('./search-everything.worker.ts', import.meta.url), { type: 'module' }),
    );
    this.#worker = worker;
    const failed = (means: string) => (error: unknown) => {
      // One that was closed meanwhile is missed by nobody.
      if (this.#worker !== worker) return;
      report(error instanceof WorkerFault ? (error.cause ?? error) : error, 'search', means);
    };
    const watch = (): void => {
      worker.call('failure', null).catch((error: unknown) => {
        failed(t`What is found may be old.`)(error);
        // Of a worker that has ended nothing more is to be heard.
        if (this.#worker === worker && error instanceof WorkerFault && error.cause) watch();
      });
    };
    worker
      .call('open', { database: this.#database, rowKey: this.#rowKey })
      .then(watch, failed(t`Nothing is found by its text.`));
    worker.call('ready', null).then(
      (size) => {
        this.store.setState({ size });
        // What was asked while it still read may have more answers now.
        const { question } = this.store.getState();
        if (question !== '') this.find(question, this.#within);
      },
      // Unreported: whatever ends the worker is reported by who opened it.
      () => undefined,
    );
  }

  close(): void {
    const worker = this.#worker;
    this.#worker = null;
    worker?.end();
  }

  /** @param within id of the document that is open, `case:ID` */
  find(question: string, within: string | null): void {
    this.#n += 1;
    const n = this.#n;
    this.#within = within;
    this.store.setState(question.trim() === '' ? { question, found: [] } : { question });
    // Nobody asks: to read everything is no work for the first screen.
    if (question.trim() === '') return;
    this.start();
    this.#worker?.call('find', { text: question, within, most: MOST }).then(
      (found) => {
        if (n === this.#n) this.store.setState({ found });
      },
      // Unreported: as above.
      () => undefined,
    );
  }
}
