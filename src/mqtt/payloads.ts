// What the bridge says of itself and of its cameras. Each lists what is published, key by key: what is
// not named here stays inside.

import type { Links } from '../access/links.ts';
import { measureWindowSeconds } from '../camera/camera-state.ts';
import type { Camera } from '../camera/camera.ts';
import { redactSource } from '../source.ts';

export interface BridgeFacts {
  readonly version: string;
  readonly startedAt: Date;
  readonly baseUrl: string | undefined;
  readonly logLevel: string;
  readonly instance: string;
  readonly protocol: 4 | 5;
}

export function renderInfo(facts: BridgeFacts): object {
  return {
    version: facts.version,
    started_at: facts.startedAt.toISOString(),
    node: process.version,
    mqtt: { protocol: facts.protocol === 5 ? '5' : '3.1.1' },
    base_url: facts.baseUrl ?? null,
    log_level: facts.logLevel,
    restart_required: false,
    instance: facts.instance,
  };
}

export function renderCameras(cameras: readonly Camera[], links: Links): object[] {
  return cameras.map((camera) => ({
    id: camera.id,
    name: camera.name,
    enabled: camera.options.enabled,
    status: camera.status.status,
    source: redactSource(camera.options.source),
    urls: renderUrls(camera, links),
  }));
}

export function availabilityOf({ status }: Camera): 'online' | 'offline' {
  return status.status === 'live' ? 'online' : 'offline';
}

export function renderState(camera: Camera): object {
  const { state, status } = camera;
  return {
    status: state.status,
    enabled: state.enabled,
    source_online: state.status === 'live',
    live_since: status.status === 'live' ? state.since : null,
    restarts: state.restarts,
    last_error: state.last_error && `${state.last_error.code}: ${state.last_error.message}`,
    last_error_at: state.last_error?.at ?? null,
    codec: state.codec,
    resolution: state.resolution,
  };
}

/** Options as they are in effect; what is not set is null, for templates that ask for it. */
export function renderOptions(camera: Camera): object {
  const { options } = camera;
  return {
    name: camera.name,
    source: redactSource(options.source),
    enabled: options.enabled,
    start: options.start,
    video: options.video,
    audio: options.audio,
    resolution: options.resolution ?? null,
    fps: options.fps ?? null,
    bitrate_kbps: options.bitrate_kbps ?? null,
    gop_seconds: options.gop_seconds ?? null,
    input_format: options.input_format ?? null,
    rtsp_transport: options.rtsp_transport,
    segment_seconds: options.segment_seconds,
    part_ms: options.part_ms,
    window_seconds: options.window_seconds,
    window_mb: options.window_mb,
    idle_seconds: options.idle_seconds,
    max_viewers: options.max_viewers,
    snapshot_seconds: options.snapshot_seconds ?? null,
    renditions: options.renditions,
  };
}

/** Absolute where the base URL is known, with a token where one is needed; else relative to the page of Oriel. */
export function renderUrls({ id }: Camera, links: Links): object {
  const camera = `${links.rootOf(id)}cameras/${id}/`;
  return {
    player: camera,
    live: `${camera}live`,
    hls: `${camera}hls/index.m3u8`,
    dash: `${camera}dash/manifest.mpd`,
    snapshot: `${camera}snapshot.jpg`,
    clip: `${camera}clip.mp4`,
  };
}

export function renderStats(camera: Camera): object {
  const { state } = camera;
  return {
    viewers: state.viewers,
    bitrate_kbps: state.bitrate_kbps,
    fps: state.fps,
    latency_ms: state.delay_ms?.p50 ?? null,
    latency_p95_ms: state.delay_ms?.p95 ?? null,
    window_seconds: Math.round(measureWindowSeconds(camera)),
  };
}

/** @param cpuPercent of one processor core; null while it is not known */
export function renderTotals(cameras: readonly Camera[], cpuPercent: number | null): object {
  const live = cameras.filter(({ status }) => status.status === 'live');
  return {
    cameras_live: live.length,
    viewers: cameras.reduce((sum, { viewers }) => sum + viewers.count, 0),
    bitrate_kbps: live.reduce((sum, { state }) => sum + (state.bitrate_kbps ?? 0), 0),
    cpu_percent: cpuPercent,
    rss_mb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
  };
}
