/** What each system's page offers the benchmark, as `window.bench`. */
export interface BenchPage {
  /** Makes this browser a device; resolves when it can hold records. `code` is the console's one-time code. */
  open(code: string): Promise<void>;
  /** Writes new records `from` up to `to`; resolves when the last local commit is done. */
  fill(from: number, to: number): Promise<void>;
  /** Changes the records below `count`, as this writer. */
  edit(count: number, writer: string): Promise<void>;
  /** May sync from now on, and stays connected. */
  online(): Promise<void>;
  offline(): Promise<void>;
  state(): Promise<PageState>;
  contents(): Promise<PageContents>;
}

export interface PageState {
  /** Records that are durably here. */
  count: number;
  /** By the system's own word nothing is left to send or to fetch. */
  settled: boolean;
}

export interface PageContents {
  hash: string;
  /** Records of which the system kept a second value, for a person or a rule to decide. */
  conflicts: number;
}
