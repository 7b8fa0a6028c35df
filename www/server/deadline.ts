/**
 * Acts with a signal that aborts after so long, or with another one. AbortSignal.any and .timeout would do this, but wall
 * tablets live longer than browsers that have them.
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal | null | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const abort = (): void => deadline.abort();
  const timer = setTimeout(abort, ms);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted === true) abort();
  try {
    return await act(deadline.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
