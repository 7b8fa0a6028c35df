#!/usr/bin/env node
// An ffmpeg that complains without end, in lines and without line breaks, and writes no video.
const line = `[error] ${'x'.repeat(4000)}`;
function complain() {
  while (process.stderr.write(`${line}\n${line}`));
  process.stderr.once('drain', complain);
}
complain();
