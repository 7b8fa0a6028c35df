#!/usr/bin/env node
// ffmpeg, but for 320x180, where nothing follows the init segment.
import { spawn } from 'node:child_process';

const args = process.argv.slice(2);
const isMute = args.some((arg) => arg.includes('320x180'));
const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.on('data', (chunk) => {
  if (!isMute) {
    process.stdout.write(chunk);
    return;
  }
  const moof = chunk.indexOf('moof');
  process.stdout.write(moof < 0 ? chunk : chunk.subarray(0, moof - 4));
  if (moof >= 0) child.stdout.removeAllListeners('data').resume();
});
