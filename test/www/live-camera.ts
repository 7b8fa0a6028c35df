import type { CameraState } from '../../www/server/api.ts';

/** What the server says of a camera that is well, before anybody watches. */
export const LIVE_CAMERA: CameraState = {
  id: 'porch',
  name: 'Porch',
  enabled: true,
  status: 'live',
  since: '2026-11-23T10:00:00.000Z',
  source: 'rtsp://10.0.0.5/stream1',
  last_error: null,
  retry_at: null,
  restarts: 0,
  viewers: 0,
  codec: null,
  resolution: null,
  fps: null,
  bitrate_kbps: null,
  urls: {
    player: 'cameras/porch/',
    hls: 'cameras/porch/hls/index.m3u8',
    dash: 'cameras/porch/dash/manifest.mpd',
    live: 'cameras/porch/live',
  },
  delay_ms: null,
};
