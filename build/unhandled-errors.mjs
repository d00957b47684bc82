/**
 * A reporter of Vitest's: keeps what went wrong outside of every test, which its JSON report leaves out although the run fails by it.
 * Written to UNHANDLED_ERRORS as a list of {name, message, stack, file}; nothing is written where nothing went wrong.
 */
import { writeFileSync } from 'node:fs';

/** @returns one error as it is kept. `file` is the test file that ran, where Vitest knows it */
const kept = (error) => ({
  name: String(error.name ?? error.type ?? 'Error'),
  message: String(error.message ?? error),
  stack: String(error.stack ?? error.stackStr ?? ''),
  file: typeof error.VITEST_TEST_PATH === 'string' ? error.VITEST_TEST_PATH : null,
});

export default class UnhandledErrors {
  onTestRunEnd(_modules, errors) {
    const to = process.env.UNHANDLED_ERRORS;
    if (to && errors.length > 0) writeFileSync(to, JSON.stringify(errors.map(kept), null, 2));
  }
}
