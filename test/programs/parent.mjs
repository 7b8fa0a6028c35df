#!/usr/bin/env node
// An ffmpeg with a child that ignores SIGTERM: parent.mjs hang|exit. The child writes its process ID.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('deaf.mjs', import.meta.url));
const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout.once('data', (chunk) => {
  process.stdout.write(chunk, () => {
    if (process.argv[2] === 'exit') process.exit(0);
  });
});
