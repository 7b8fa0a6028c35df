import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { AttemptTimes } from '../../src/camera/stall-watch.ts';
import { Camera } from '../../src/camera/camera.ts';
import type { CameraOptions } from '../../src/config/schema.ts';
import { validateOptions } from '../../src/config/validate.ts';
import { createLog } from '../../src/log.ts';
import { childrenOf } from '../processes.ts';

interface CameraSetup {
  readonly options?: object;
  readonly ffmpeg?: string;
  readonly times?: AttemptTimes;
}

export function createCamera(t: TestContext, { options, ffmpeg, times }: CameraSetup = {}): Camera {
  const valid = validateOptions({ cameras: [{ id: 'porch', source: 'test:', ...options }] });
  const [cameraOptions] = valid.cameras;
  assert.ok(cameraOptions);
  const camera = new Camera(cameraOptions, {
    programs: { ffmpeg: ffmpeg ?? 'ffmpeg', ffprobe: 'ffprobe' },
    log: createLog({ level: 'silent', format: 'json' }),
    onFatal: (error) => {
      throw error;
    },
    ...(times ? { times } : {}),
  });
  t.after(() => camera[Symbol.asyncDispose]());
  return camera;
}

/** Awaits the status event by event. */
export async function until(camera: Camera, status: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (camera.status.status === status) resolve();
  };
  camera.events.on('changed', look);
  look();
  await promise;
  camera.events.off('changed', look);
}

/** Those that this process runs. */
export const ffmpegs = (): Promise<number[]> => childrenOf(process.pid, 'ffmpeg');

/** The camera's options with some changed, checked as the options file is. */
export function changeOptions(camera: Camera, changes: Partial<CameraOptions>): CameraOptions {
  const [options] = validateOptions({ cameras: [{ ...camera.options, ...changes }] }).cameras;
  return options ?? assert.fail();
}
