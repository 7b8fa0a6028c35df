#!/usr/bin/env node
// An ffmpeg that complains without pause, in lines and without line breaks, and writes no video:
// chatty.mjs MEGABYTES. Ends when it has said so much.
const line = `[error] ${'x'.repeat(4000)}`;
let left = Number(process.argv[2]) * 1e6;
function complain() {
  while (left > 0) {
    left -= 2 * line.length;
    if (process.stderr.write(`${line}\n${line}`)) continue;
    process.stderr.once('drain', complain);
    return;
  }
}
complain();
