#!/usr/bin/env node
// ffmpeg, but for 320x180, where nothing follows the headers.
import { spawn } from 'node:child_process';

/** Comes before the first frame of a NUT. */
const SYNCPOINT = Buffer.from('4e4be4adeeca4569', 'hex');

const args = process.argv.slice(2);
const isMute = args.some((arg) => arg.includes('320x180'));
const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.on('data', (chunk) => {
  if (!isMute) {
    process.stdout.write(chunk);
    return;
  }
  const end = chunk.indexOf(SYNCPOINT);
  process.stdout.write(end < 0 ? chunk : chunk.subarray(0, end));
  if (end >= 0) child.stdout.removeAllListeners('data').resume();
});
