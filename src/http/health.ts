import type { Camera } from '../camera/camera.ts';

export interface HealthIssue {
  readonly code: string;
  readonly camera: string;
  readonly message: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly issues: readonly HealthIssue[];
}

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
    return { code, camera: id, message: `${name}: ${message}`, since };
  }
  if (status.status === 'starting' && nowMs - status.since.getTime() > SLOW_START_MS) {
    const message = `${name}: still starting, no video yet`;
    return { code: 'slow_start', camera: id, message, since };
  }
  return null;
}
