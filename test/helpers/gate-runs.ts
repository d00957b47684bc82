/** How many cases the properties of the gate draw: a thousand each with every run of the tests, `GATE_RUNS=10000` for a release. */
export const GATE_RUNS = Number(process.env.GATE_RUNS ?? 1_000);

/** A test's usual limit, for each thousand: one that did not grow with them would fail a whole run for being whole. */
export const WHILE_THEY_RUN = { timeout: 120_000 * Math.max(1, GATE_RUNS / 1_000) };
