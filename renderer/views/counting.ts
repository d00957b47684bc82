/**
 * Begins the counting of what cases lack once the page has nothing else to do: the rules are a tenth of the console's script, and
 * the first screen draws what was counted before.
 */
import { t } from '@lingui/core/macro';
import { report } from '../store/report.ts';
import type { WriteParts } from '../store/write.ts';
import { whenIdleAfter } from './when-idle.ts';

/** The page is idle as well while it waits for its database, before the first screen is there. */
const AT_FIRST_MS = 600;
/** However busy the page is from then on. */
const AT_THE_LATEST_MS = 1_000;

const OLD_COUNTS = t`What the list of cases says is missing, and which clocks are near, may be old until the case is changed or the console is opened again.`;

/** @returns what ends it */
export function beginCounting(parts: Pick<WriteParts, 'db' | 'now'>): () => void {
  let ended = false;
  let end = () => {};
  const failed = (error: unknown) => {
    if (!ended) report(error, 'counting', OLD_COUNTS);
  };
  const begin = () =>
    import('./summarise.ts').then(({ countMissing }) => {
      if (!ended) end = countMissing(parts, failed);
    }, failed);
  const callOff = whenIdleAfter(AT_FIRST_MS, AT_THE_LATEST_MS, () => void begin());
  return () => {
    ended = true;
    callOff();
    end();
  };
}
