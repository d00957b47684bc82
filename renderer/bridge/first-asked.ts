/**
 * What the shell is asked before all else: whether this device was ended, its keys, and what it is. Asked when the page begins, so that
 * the answers are there when the console's own script is.
 */
import type { Bridge, CallOutput } from '../../shared/bridge/contract.ts';

export interface FirstAnswers {
  info: Promise<CallOutput<'app.info'>>;
  keys: Promise<CallOutput<'keys.rows'>>;
  ending: Promise<CallOutput<'ending.state'>>;
}

export function askFirst(bridge: Bridge): FirstAnswers {
  const first = {
    info: bridge.call('app.info', {}),
    keys: bridge.call('keys.rows', {}),
    ending: bridge.call('ending.state', {}),
  };
  // Unreported: whoever opens the console with an answer is told why there is none, and some are not needed then.
  for (const answer of Object.values(first)) answer.catch(() => undefined);
  return first;
}
