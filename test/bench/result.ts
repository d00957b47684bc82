/** One line of a benchmark: a value, and its ratio to a peer measured in the same run. */
export interface BenchResult {
  name: string;
  value: number;
  unit: string;
  against: string;
  /** The value divided by the peer's. */
  ratio: number;
}

/** The middle of the measured times. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value below which `percent` of the measured times lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
