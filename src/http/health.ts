import type { Camera } from '../camera/camera.ts';
import type { SourceFailure } from '../errors.ts';

export type IssueCode = SourceFailure | 'slow_start';

export interface HealthIssue {
  readonly code: IssueCode;
  readonly camera: string;
  readonly message: string;
  /** What to do about it, in words. */
  readonly fix: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly issues: readonly HealthIssue[];
}

/** Short forms of what DOCS.md says, code by code. */
export const FIXES: Readonly<Record<IssueCode, string>> = {
  unreachable:
    'Check that the camera is on and in the network, and that address and port in its source are right.',
  unauthorized:
    'Check user name and password in the source; some cameras have an account of their own for RTSP.',
  not_found:
    'Check the path in the source: it differs from model to model, and from main to sub stream.',
  no_video:
    'Choose another stream of the camera, and check that its lens or channel is switched on.',
  unsupported_codec: 'Set video and audio to auto, or switch the camera to H.264.',
  stalled:
    'Check the network of the camera, often a weak Wi-Fi; try rtsp_transport: tcp, its sub stream, or a restart of the camera.',
  crashed: 'Look into the log for the last lines of ffmpeg; with log_level: debug it has more.',
  slow_start: 'Wait a moment; if it stays, check that the camera is on, and try its sub stream.',
};

/** A start that takes longer is worth a word. */
const SLOW_START_MS = 20_000;

/** What is wrong, in words; nothing is wrong with a camera that is off or waits for viewers. */
export function renderHealth(cameras: readonly Camera[], nowMs: number = Date.now()): Health {
  const issues = cameras
    .map((camera) => findIssue(camera, nowMs))
    .filter((issue) => issue !== null);
  return { status: issues.length === 0 ? 'ok' : 'degraded', issues };
}

function findIssue({ id, name, status }: Camera, nowMs: number): HealthIssue | null {
  const since = status.since.toISOString();
  if (status.status === 'retrying') {
    const { code, message } = status.error;
    return { code, camera: id, message: `${name}: ${message}`, fix: FIXES[code], since };
  }
  if (status.status === 'starting' && nowMs - status.since.getTime() > SLOW_START_MS) {
    const message = `${name}: still starting, no video yet`;
    return { code: 'slow_start', camera: id, message, fix: FIXES.slow_start, since };
  }
  return null;
}
