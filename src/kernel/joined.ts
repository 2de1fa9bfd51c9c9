/**
 * Runs a task one at a time. Who asks while it runs gets the next run, which begins when this one has ended, and shares it with
 * all who ask till then: an answer is never older than the question, and nobody waits for more than two runs.
 */
export function joined<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | null = null;
  return () => {
    if (next !== null) return next;
    const asked = last
      .catch(() => undefined)
      .then(() => {
        next = null;
        return run();
      });
    next = asked;
    last = asked;
    return asked;
  };
}
