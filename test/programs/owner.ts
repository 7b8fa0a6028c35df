// Runs ffmpeg as Oriel does, on the test picture, and says once it writes. Never ends by itself.

import { renderCommand } from '../../src/ffmpeg/arguments.ts';
import { runFfmpeg } from '../../src/ffmpeg/process.ts';
import { CAMERA_OPTIONS } from '../ffmpeg/camera-options.ts';
import { SILENT_LOG } from '../ffmpeg/recording.ts';

let isWriting = false;
await runFfmpeg({
  program: 'ffmpeg',
  command: renderCommand({
    source: { kind: 'test' },
    options: CAMERA_OPTIONS,
    encoder: 'libx264',
    probe: null,
  }),
  secrets: [],
  signal: new AbortController().signal,
  log: SILENT_LOG,
  onOutput: () => {
    if (!isWriting) process.stdout.write('writing\n');
    isWriting = true;
  },
});
