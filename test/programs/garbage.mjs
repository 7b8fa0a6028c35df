#!/usr/bin/env node
// An ffmpeg that writes what is no video, without end.
function write() {
  while (process.stdout.write('this is no video '.repeat(1000)));
  process.stdout.once('drain', write);
}
write();
