// What the server says about its cameras. Field names are those on the wire.

import { renewAccess } from './access.ts';
import { CameraAsks } from './camera-asks.ts';
import { withDeadline } from './deadline.ts';

export type CameraStatus = 'stopped' | 'starting' | 'live' | 'retrying' | 'idle';

export interface CameraState {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly status: CameraStatus;
  /** Since when it has this status, ISO 8601. */
  readonly since: string;
  /** Without credentials. */
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
  /** Relative to the server's root. */
  readonly urls: {
    readonly player: string;
    readonly hls: string;
    readonly dash: string;
    readonly live: string;
  };
  /** How much of the past can be played now; 0 without any. */
  readonly window_seconds?: number;
  /** Versions of the picture, largest first; the first is the main one. */
  readonly renditions?: readonly RenditionState[];
  readonly start?: 'always' | 'on_demand';
  /** What its viewers report. */
  readonly delay_ms: {
    readonly p50: number;
    readonly p95: number;
    readonly viewers: number;
  } | null;
}

export interface RenditionState {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly bitrate_kbps: number | null;
}

/** The server answered, but not with what was asked for. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

// A server that restarts may take a connection and never answer it.
const ANSWER_WITHIN_MS = 5000;
const NO_ACCESS = 401;

/** Whether who asks may change cameras, and if not, why. */
export interface CallerState {
  readonly may_change: boolean;
  readonly reason: string | null;
}

export interface CameraList {
  /** In the order of the options. */
  readonly cameras: readonly CameraState[];
  /** Older servers do not say. */
  readonly caller?: CallerState;
}

/** All cameras. Rejects with `ApiError`, or with fetch's error when nobody answers. */
export async function loadCameraList(rootUrl: string, signal: AbortSignal): Promise<CameraList> {
  return await asksOf(rootUrl).list(signal);
}

export async function loadCameras(
  rootUrl: string,
  signal: AbortSignal,
): Promise<readonly CameraState[]> {
  const { cameras } = await loadCameraList(rootUrl, signal);
  return cameras;
}

/** One camera. An unknown one rejects with an `ApiError` of status 404. */
export async function loadCamera(cameraUrl: string, signal: AbortSignal): Promise<CameraState> {
  const { id, rootUrl } = splitCameraUrl(cameraUrl);
  const camera = await asksOf(rootUrl).camera(id, signal);
  if (camera === null) {
    throw new ApiError(404, 'camera_not_found', `there is no camera ${JSON.stringify(id)}`);
  }
  return camera;
}

const asks = new Map<string, CameraAsks>();

function asksOf(rootUrl: string): CameraAsks {
  const known = asks.get(rootUrl);
  if (known !== undefined) return known;
  const created = new CameraAsks(async (path) => await loadJson(rootUrl, path));
  asks.set(rootUrl, created);
  return created;
}

/** The camera's id and the server's root, out of a camera's base URL: `…/cameras/{id}/`. */
export function splitCameraUrl(cameraUrl: string): { id: string; rootUrl: string } {
  const match = /^(.*?)cameras\/([^/]+)\/$/s.exec(cameraUrl);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new TypeError(`expected a URL that ends in cameras/{id}/, got ${cameraUrl}`);
  }
  return { id: match[2], rootUrl: match[1] };
}

async function loadJson<T>(rootUrl: string, path: string): Promise<T> {
  return await withDeadline(ANSWER_WITHIN_MS, null, async (signal) => {
    const response = await fetchFrom(rootUrl, `${rootUrl}${path}`, { signal });
    if (!response.ok) throw await toApiError(response);
    // Page and server are one release: nothing else comes.
    const answer: T = JSON.parse(await response.text());
    return answer;
  });
}

/** Fetches what must not be old; when access has ended, renews it and asks again. */
export async function fetchFrom(
  rootUrl: string,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const ask = (): Promise<Response> => fetch(url, { cache: 'no-store', ...init });
  const response = await ask();
  if (response.status !== NO_ACCESS || !(await renewAccess(rootUrl))) return response;
  return await ask();
}

export async function toApiError(response: Response): Promise<ApiError> {
  // A proxy in between may answer with a page instead of our JSON.
  const body: unknown = await response.json().catch(() => null);
  const error = isErrorBody(body)
    ? body.error
    : { code: 'http', message: `HTTP ${response.status}` };
  return new ApiError(response.status, error.code, error.message);
}

function isErrorBody(body: unknown): body is { error: { code: string; message: string } } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    'message' in error &&
    typeof error.message === 'string'
  );
}
