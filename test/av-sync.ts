// Flashes and beeps that began at the same moment: how far apart they are in what came out.

import { execa } from 'execa';

/** A file that flashes and beeps for 0.1 s every two seconds, from second 1 on. */
export async function makeFlashAndBeep(
  path: string,
  audioArgs: readonly string[],
  seconds = 12,
): Promise<string> {
  const isOn = 'lt(mod(t+1,2),0.1)';
  const picture = `color=black:s=320x180:r=30,format=yuv420p,drawbox=color=white:t=fill:enable='${isOn}'`;
  const sound = `aevalsrc='if(${isOn},0.8*sin(2*PI*1000*t),0)':s=48000`;
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-t', String(seconds)];
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-bf', '0'];
  await execa('ffmpeg', ['-v', 'error', '-y', ...inputs, ...x264, ...audioArgs, path]);
  return path;
}

const RATE = 16_000;
const QUIET = 3_000;
const DARK = 120;

/** Unix seconds at which beeps begin in an fMP4 of sound. */
export async function findBeeps(mp4: Buffer, startSeconds: number): Promise<number[]> {
  const args = ['-v', 'error', '-i', 'pipe:0', '-ac', '1', '-ar', String(RATE), '-f', 's16le', '-'];
  const { stdout } = await execa('ffmpeg', args, { input: mp4, encoding: 'buffer' });
  const bytes = Buffer.from(stdout);
  const loud: number[] = [];
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    if (Math.abs(bytes.readInt16LE(index)) > QUIET) loud.push(index / 2 / RATE);
  }
  return beginningsOf(loud).map((time) => startSeconds + time);
}

/** Unix seconds at which flashes begin in an fMP4 of video. */
export async function findFlashes(mp4: Buffer): Promise<number[]> {
  const filter = 'settb=1/90000,scale=1:1:flags=area,format=gray,showinfo';
  const args = ['-v', 'info', '-copyts', '-i', 'pipe:0', '-vf', filter, '-fps_mode', 'passthrough'];
  const { stderr, stdout } = await execa('ffmpeg', [...args, '-f', 'rawvideo', '-'], {
    input: mp4,
    encoding: 'buffer',
  });
  const times = [
    ...Buffer.from(stderr)
      .toString()
      .matchAll(/\bpts:\s*(\d+)/g),
  ];
  const light = [...Buffer.from(stdout)].flatMap((luma, index) =>
    luma > DARK ? [Number(times[index]?.[1]) / 90_000] : [],
  );
  return beginningsOf(light);
}

/** Of runs that are at least half a second apart; one that the media begins with is left out. */
function beginningsOf(times: readonly number[]): number[] {
  return times.filter((time, index) => index > 0 && time - (times[index - 1] ?? 0) > 0.5);
}

/** Seconds from each flash to the beep next to it: positive where the sound is late. */
export function compareTimes(flashes: readonly number[], beeps: readonly number[]): number[] {
  return flashes.flatMap((flash) => {
    const nearest = beeps.toSorted((a, b) => Math.abs(a - flash) - Math.abs(b - flash))[0];
    return nearest === undefined || Math.abs(nearest - flash) > 0.9 ? [] : [nearest - flash];
  });
}
