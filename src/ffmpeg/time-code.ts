// The time at which a frame of the test picture was drawn, readable out of the picture itself.
//
// A strip of square cells, each a 32nd of the picture's width, along the bottom edge from the left:
// cell 0 is white, cell 1 black (so that a picture without a strip is not mistaken for one), cells 2
// to 25 are 24 bits in Gray code, most significant first, of Unix milliseconds modulo 2^24. A Gray
// code changes in one bit from one millisecond to the next: a misread edge costs one millisecond.
//
// No imports: benchmarks run this in a page.

export const CELLS_PER_WIDTH = 32;
export const FIRST_BIT_CELL = 2;
export const TIME_CODE_BITS = 24;

const CODES = 2 ** TIME_CODE_BITS;

/** Compression and scaling blur the cells; black and white stay further apart than this. */
const LEAST_CONTRAST = 64;

/**
 * Unix milliseconds modulo 2^24 at which the picture was drawn; null where there is no strip.
 * @param lumaAt brightness, 0 to 255, of the pixel at whole coordinates inside width and height
 */
export function readTimeCode(
  lumaAt: (x: number, y: number) => number,
  width: number,
  height: number,
): number | null {
  const cell = width / CELLS_PER_WIDTH;
  const y = Math.floor(height - cell / 2);
  const cellLuma = (index: number): number => lumaAt(Math.floor((index + 0.5) * cell), y);
  const white = cellLuma(0);
  const black = cellLuma(1);
  if (!(white - black >= LEAST_CONTRAST)) return null;
  const threshold = (white + black) / 2;
  let bit = 0;
  let code = 0;
  for (let index = 0; index < TIME_CODE_BITS; index++) {
    // From Gray code: each bit is the one before it, flipped where the cell is white.
    if (cellLuma(FIRST_BIT_CELL + index) > threshold) bit = 1 - bit;
    code = code * 2 + bit;
  }
  return code;
}

/** The Unix milliseconds nearest to `nowMs` that have this code. Codes repeat every 4.6 hours. */
export function timeCodeToUnixMs(code: number, nowMs: number): number {
  const behindMs = (((nowMs - code) % CODES) + CODES) % CODES;
  return behindMs < CODES / 2 ? nowMs - behindMs : nowMs - behindMs + CODES;
}
