import type { CameraOptions } from '../../src/config/schema.ts';

/** A camera of which nothing was configured but what must be. */
export const CAMERA_OPTIONS: CameraOptions = {
  id: 'porch',
  source: 'test:',
  enabled: true,
  start: 'always',
  video: 'auto',
  audio: 'auto',
  rtsp_transport: 'tcp',
  segment_seconds: 1,
  part_ms: 200,
  window_seconds: 60,
  window_mb: 128,
  idle_seconds: 30,
  max_viewers: 100,
  renditions: [],
};
