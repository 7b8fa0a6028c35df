// How often an address may show a wrong token.

import { isIPv6 } from 'node:net';

/** So many at once: a page with an old link asks for a few things before it gives up. */
const BURST = 20;
const FORGIVEN_EVERY_MS = 3_000;
/** Whoever has more addresses than this at hand is not stopped by counting them. */
const MAX_ADDRESSES = 1_000;

interface Score {
  failures: number;
  sinceMs: number;
}

/**
 * Only who shows a wrong token is told to wait. A right one always opens: others behind the same router
 * go on watching, and a secret of 256 bits is not found by trying, however fast.
 */
export class FailedAttempts {
  readonly #scores = new Map<string, Score>();

  /** @returns milliseconds to wait; 0 for a failure that is still forgiven */
  add(address: string, nowMs: number = performance.now()): number {
    const key = networkOf(address);
    const failures = this.#failuresOf(key, nowMs);
    const tooMany = Math.max(0, failures + 1 - BURST);
    const waitMs = Math.round(tooMany * FORGIVEN_EVERY_MS);
    this.#scores.delete(key);
    // What is refused for its number does not count, so that the wait has an end.
    this.#scores.set(key, { failures: waitMs > 0 ? failures : failures + 1, sinceMs: nowMs });
    this.#forgetOldest();
    return waitMs;
  }

  /** Whether this address has failed lately, so that one line in the log is enough. */
  has(address: string, nowMs: number = performance.now()): boolean {
    return this.#failuresOf(networkOf(address), nowMs) > 0;
  }

  #failuresOf(key: string, nowMs: number): number {
    const { failures, sinceMs } = this.#scores.get(key) ?? { failures: 0, sinceMs: nowMs };
    return Math.max(0, failures - (nowMs - sinceMs) / FORGIVEN_EVERY_MS);
  }

  #forgetOldest(): void {
    if (this.#scores.size <= MAX_ADDRESSES) return;
    const [oldest] = this.#scores.keys();
    if (oldest !== undefined) this.#scores.delete(oldest);
  }
}

/** A household has 2^64 addresses of IPv6. */
function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('::');
  const first = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - rest.length;
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...rest];
  return groups.slice(0, 4).join(':');
}
