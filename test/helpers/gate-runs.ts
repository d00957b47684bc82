/** How many cases the properties of the gate draw: a thousand each with every run of the tests, `GATE_RUNS=10000` for a release. */
export const GATE_RUNS = Number(process.env.GATE_RUNS ?? 1_000);

/**
 * A test's usual limit for a thousand; more have a second each, which is hundreds of times what one takes: on a machine that does other
 * things besides, a whole run fails for what it finds and not for its length.
 */
export const WHILE_THEY_RUN = { timeout: Math.max(120_000, (GATE_RUNS - 1_000) * 1_000) };
