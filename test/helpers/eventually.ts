import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until the answer is as wanted; throws with the last answer when it never is. Works outside a test too. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  what: string,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: after ${seconds} s it is ${JSON.stringify(answer)}`);
    await wait(50);
  }
}
