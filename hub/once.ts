/** Does the work when it is asked for first, and answers every later call with what came of it. */
export function once<T>(work: () => T): () => T {
  let done: { value: T } | null = null;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}
