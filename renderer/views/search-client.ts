/** The page's end of the search: starts its worker when it is first wanted, asks, and drops answers to old questions. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Found } from '../../shared/search/search-index.ts';
import { report } from '../store/report.ts';
import type { FromSearch, ToSearch } from './search-messages.ts';

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
  #worker: Worker | null = null;
  #n = 0;
  #within: string | null = null;

  constructor(database: string) {
    this.#database = database;
  }

  /** Begins to read; again is nothing. */
  start(): void {
    if (this.#worker) return;
    const worker = new Worker(new URL('./search-everything.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromSearch>) => this.#take(data);
    worker.onerror = (event) =>
      report(
        new Error(event.message || 'the search did not start'),
        'search',
        'Nothing is found by its text.',
      );
    this.#worker = worker;
    this.#say({ kind: 'open', database: this.#database });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #say(message: ToSearch): void {
    this.#worker?.postMessage(message);
  }

  #take(data: FromSearch): void {
    if (data.kind === 'ready') {
      this.store.setState({ size: data.size });
      // What was asked while it still read may have more answers now.
      if (this.store.getState().question !== '') this.find(this.store.getState().question, this.#within);
    } else if (data.kind === 'failed') report(data.error, 'search', 'What is found may be old.');
    else if (data.n === this.#n) this.store.setState({ found: data.found });
  }

  /** @param within id of the document that is open, `case:ID` */
  find(question: string, within: string | null): void {
    this.start();
    this.#n += 1;
    this.#within = within;
    this.store.setState(question.trim() === '' ? { question, found: [] } : { question });
    if (question.trim() !== '') this.#say({ kind: 'find', n: this.#n, question, within, most: MOST });
  }
}
