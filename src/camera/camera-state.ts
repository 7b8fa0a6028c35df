import { redactSource } from '../source.ts';
import type { Camera } from './camera.ts';
import type { DelaySummary } from './delay-reports.ts';
import { bitrateKbpsOf, renderRenditions } from './rendition-list.ts';
import type { RenditionState } from './rendition-list.ts';
import type { LastError } from './status.ts';

/** A camera as the API shows it: wire names, no secrets. */
export interface CameraState {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly start: 'always' | 'on_demand';
  readonly status: 'stopped' | 'starting' | 'live' | 'retrying' | 'idle';
  /** ISO 8601; since when it has this status. */
  readonly since: string;
  /** Without user name, password or tokens. */
  readonly source: string;
  readonly last_error: {
    readonly code: string;
    readonly message: string;
    readonly at: string;
  } | null;
  readonly retry_at: string | null;
  readonly restarts: number;
  readonly viewers: number;
  readonly codec: string | null;
  readonly resolution: string | null;
  readonly fps: number | null;
  readonly bitrate_kbps: number | null;
  /** Media held, to go back to. */
  readonly window_seconds: number;
  /** Versions of the picture that viewers may choose from; empty until their sizes are known. */
  readonly renditions: readonly RenditionState[];
  /** From capture to screen, as viewers see it; null when none of them says so. */
  readonly delay_ms: DelaySummary | null;
  /** Relative to the root of the server. */
  readonly urls: {
    readonly player: string;
    readonly live: string;
    readonly hls: string;
    readonly dash: string;
  };
}

export interface CameraFacts {
  readonly camera: Pick<
    Camera,
    'id' | 'name' | 'options' | 'status' | 'viewers' | 'delays' | 'presentation'
  >;
  readonly restarts: number;
  readonly lastError: LastError | null;
}

export function renderCameraState({ camera, restarts, lastError }: CameraFacts): CameraState {
  const { status } = camera;
  const video = camera.presentation.rendition('video');
  const sequence = video?.window.segments.at(-1)?.sequence;
  return {
    id: camera.id,
    name: camera.name,
    enabled: camera.options.enabled,
    start: camera.options.start,
    status: status.status,
    since: status.since.toISOString(),
    source: redactSource(camera.options.source),
    last_error: lastError && {
      code: lastError.code,
      message: lastError.message,
      at: lastError.at.toISOString(),
    },
    retry_at: status.status === 'retrying' ? status.retryAt.toISOString() : null,
    restarts,
    viewers: camera.viewers.count,
    codec: sequence?.codec ?? null,
    resolution: sequence ? `${sequence.width}x${sequence.height}` : null,
    fps: video?.frameRate ? Math.round(video.frameRate * 10) / 10 : null,
    bitrate_kbps: video && bitrateKbpsOf(video),
    window_seconds: Math.round(measureWindowSeconds(camera) * 10) / 10,
    renditions: renderRenditions(camera.presentation),
    delay_ms: camera.delays.summary,
    urls: {
      player: `cameras/${camera.id}/`,
      live: `cameras/${camera.id}/live`,
      hls: `cameras/${camera.id}/hls/index.m3u8`,
      dash: `cameras/${camera.id}/dash/manifest.mpd`,
    },
  };
}

/** How far back the media in RAM reaches. */
export function measureWindowSeconds({ presentation }: Pick<Camera, 'presentation'>): number {
  const video = presentation.rendition('video');
  const first = video?.window.segments[0];
  const last = video?.window.segments.at(-1);
  if (!video || !first || !last) return 0;
  return (last.start + last.duration - first.start) / video.timescale;
}
