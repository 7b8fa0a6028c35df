/**
 * A moment by both clocks of the device: `performance.now()` never jumps, but stands still in many browsers while the
 * device sleeps; the wall clock goes on, but somebody may set it.
 */
export interface Moment {
  readonly performanceMs: number;
  readonly wallMs: number;
}

// Both run alike, but for what the wall clock is corrected by.
const APART_MS = 2000;

export function thisMoment(): Moment {
  return { performanceMs: performance.now(), wallMs: Date.now() };
}

/** Whether the device has slept since, or its clock was set: what was known by `performance.now()` does not hold. */
export function hasJumped({ performanceMs, wallMs }: Moment): boolean {
  const apartMs = Date.now() - wallMs - (performance.now() - performanceMs);
  return Math.abs(apartMs) > APART_MS;
}
