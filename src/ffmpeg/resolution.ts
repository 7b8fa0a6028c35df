export interface Resolution {
  /** Null where only a height was asked for: the picture keeps its shape. */
  readonly width: number | null;
  readonly height: number;
}

/** Reads `1280x720` and `720p`. Sizes are made even: video with 4:2:0 colours has no odd ones. */
export function parseResolution(text: string): Resolution {
  const [, width, height, lines] = /^(?:(\d+)x(\d+)|(\d+)p)$/.exec(text) ?? [];
  if (width !== undefined && height !== undefined) {
    return { width: even(Number(width)), height: even(Number(height)) };
  }
  if (lines !== undefined) return { width: null, height: even(Number(lines)) };
  throw new TypeError(`expected a resolution like 1280x720 or 720p, got "${text}"`);
}

function even(size: number): number {
  return Math.max(2, 2 * Math.floor(size / 2));
}
