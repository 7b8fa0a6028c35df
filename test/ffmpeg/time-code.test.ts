import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTimeCode, timeCodeToUnixMs } from '../../src/ffmpeg/time-code.ts';

const WIDTH = 640;
const HEIGHT = 360;

/** The brightness of a picture with this strip; grey elsewhere. */
function picture(code: number, { white = 255, black = 0 } = {}) {
  const gray = code ^ (code >> 1);
  const cells = [1, 0, ...Array.from({ length: 24 }, (_, index) => (gray >> (23 - index)) & 1)];
  return (x: number, y: number): number => {
    assert.ok(Number.isInteger(x) && Number.isInteger(y) && x < WIDTH && y < HEIGHT);
    const cell = y >= HEIGHT - WIDTH / 32 ? cells[Math.floor((x * 32) / WIDTH)] : undefined;
    if (cell === undefined) return 128;
    return cell === 1 ? white : black;
  };
}

test('a code is read as it was drawn', () => {
  for (const code of [0, 1, 2, 3, 1000, 0x800000, 0xaaaaaa, 0x555555, 0xffffff]) {
    assert.equal(readTimeCode(picture(code), WIDTH, HEIGHT), code);
  }
});

test('a pale picture is readable', () => {
  const lumaAt = picture(0x123456, { white: 180, black: 70 });
  assert.equal(readTimeCode(lumaAt, WIDTH, HEIGHT), 0x123456);
});

test('a picture without a strip has no code', () => {
  assert.equal(
    readTimeCode(() => 128, WIDTH, HEIGHT),
    null,
  );
  assert.equal(
    readTimeCode(() => 255, WIDTH, HEIGHT),
    null,
  );
  assert.equal(
    readTimeCode(() => Number.NaN, WIDTH, HEIGHT),
    null,
  );
});

test('from one millisecond to the next, one cell changes', () => {
  for (const code of [0, 1, 1023, 0x7fffff, 0xfffffe]) {
    const before = picture(code);
    const after = picture(code + 1);
    let changed = 0;
    for (let x = 10; x < 26 * 20; x += 20) if (before(x, 350) !== after(x, 350)) changed++;
    assert.equal(changed, 1, String(code));
  }
});

test('a code is the nearest time that has it, before or after now', () => {
  const nowMs = Date.UTC(2026, 10, 22, 12);
  for (const ageMs of [0, 1, 250, 60_000, 8_000_000, -1, -250, -60_000]) {
    const drawnMs = nowMs - ageMs;
    assert.equal(timeCodeToUnixMs(drawnMs % 2 ** 24, nowMs), drawnMs);
  }
});

test('codes begin anew every 4.6 hours, which nobody notices', () => {
  const turnMs = 2 ** 24 * 106_000;
  assert.equal(timeCodeToUnixMs(2 ** 24 - 100, turnMs + 200), turnMs - 100);
  assert.equal(timeCodeToUnixMs(50, turnMs - 20), turnMs + 50);
});
