#!/usr/bin/env node
// An ffmpeg that ignores every polite request to end. Writes its process ID once it does.
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
setInterval(() => {}, 60_000);
process.stdout.write(`${process.pid}\n`);
