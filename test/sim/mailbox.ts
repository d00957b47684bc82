/** A call from one process to another, either of which may be killed meanwhile. */
import type { Process, Scheduler } from './scheduler.ts';

export class Gone extends Error {}

/**
 * Runs `work` in the other process and waits for its answer.
 * @param ms how long to wait, in virtual time
 * @throws Gone where the other process was killed, or the time is up; what `work` throws
 */
export async function callInto<T>(
  scheduler: Scheduler,
  from: Process,
  to: Process,
  label: string,
  work: () => Promise<T>,
  ms = Number.POSITIVE_INFINITY,
): Promise<T> {
  if (!to.alive) throw new Gone(`${to.name} is gone`);
  const box: { answer?: { value: T } | { error: unknown } } = {};
  scheduler.spawn(to, label, async () => {
    try {
      box.answer = { value: await work() };
    } catch (error) {
      box.answer = { error };
    }
  });
  await scheduler.until(from, `answer to ${label}`, () => box.answer !== undefined || !to.alive, ms);
  const { answer } = box;
  if (!answer) throw new Gone(to.alive ? `${label} took too long` : `${to.name} is gone`);
  if ('error' in answer) throw answer.error;
  return answer.value;
}
