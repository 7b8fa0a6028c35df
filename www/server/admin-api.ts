// What the pages ask of the server beyond playing. Field names are those on the wire.

import type { CameraState } from './api.ts';
import { ask } from './request.ts';

export interface Caller {
  readonly may_change: boolean;
  /** Why not, in the server's words. */
  readonly reason: string | null;
}

export interface Overview {
  readonly cameras: readonly CameraState[];
  readonly caller: Caller;
}

export interface HealthIssue {
  readonly code: string;
  /** None for what is wrong with more than a camera. */
  readonly camera?: string | null;
  readonly message: string;
  /** What to do, in the server's words. */
  readonly fix?: string;
  readonly since: string;
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** The part of JSON Schema that options are written in. */
export interface OptionSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly items?: OptionSchema;
  readonly maxItems?: number;
}

export interface CameraSchema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, OptionSchema>>;
}

/** What it took to put options into effect. */
export type ChangeEffect = 'none' | 'live' | 'restart' | 'replace';

export interface ProbeResult {
  readonly found: {
    readonly format: string | null;
    readonly codec: string | null;
    readonly profile: string | null;
    readonly width: number | null;
    readonly height: number | null;
    readonly fps: number | null;
    readonly interlaced: boolean | null;
    readonly audio: {
      readonly codec: string | null;
      readonly channels: number | null;
      readonly sample_rate: number | null;
    } | null;
  };
  readonly plan: {
    readonly video: string;
    readonly video_reason: string;
    readonly audio: string;
  };
  readonly notes: readonly { readonly code: string; readonly message: string }[];
}

/** What became of what Oriel sets up in Home Assistant. Messages are in the server's words. */
export interface HomeAssistantStatus {
  readonly card: {
    readonly state: string;
    readonly message: string | null;
    readonly resource_url: string | null;
  };
  readonly camera_entities: {
    readonly state: string;
    readonly message: string | null;
    readonly entries: readonly {
      readonly camera: string;
      readonly entity_id: string | null;
      readonly state: string;
      readonly message: string | null;
    }[];
  };
}

// A camera with other options may need that long to bring a picture, and is put back after it.
const CHANGE_WITHIN_MS = 90_000;
const PROBE_WITHIN_MS = 60_000;

/** All cameras, in the order of the options, and what the asker may do. */
export async function loadOverview(rootUrl: string, signal: AbortSignal): Promise<Overview> {
  return await ask<Overview>(`${rootUrl}api/cameras`, { signal });
}

/** Answered with 200 whatever is wrong: browsers write other answers on the console. */
export async function loadIssues(
  rootUrl: string,
  signal: AbortSignal,
): Promise<readonly HealthIssue[]> {
  const { issues } = await ask<{ issues: readonly HealthIssue[] }>(
    `${rootUrl}api/health?scope=server`,
    { signal },
  );
  return issues;
}

export async function loadSchema(rootUrl: string, signal: AbortSignal): Promise<CameraSchema> {
  return await ask<CameraSchema>(`${rootUrl}api/schema`, { signal });
}

/** The options in effect; the source comes without its secrets. */
export async function loadOptions(cameraUrl: string, signal: AbortSignal): Promise<OptionValues> {
  const { options } = await ask<{ options: OptionValues }>(`${cameraUrl}/options`, { signal });
  return options;
}

export async function addCamera(
  rootUrl: string,
  body: OptionValues,
  signal: AbortSignal,
): Promise<CameraState> {
  const { camera } = await ask<{ camera: CameraState }>(`${rootUrl}api/cameras`, {
    method: 'POST',
    body,
    signal,
    answerWithinMs: CHANGE_WITHIN_MS,
  });
  return camera;
}

/** Null takes an option back to its default. */
export async function changeCamera(
  cameraUrl: string,
  body: OptionValues,
  signal: AbortSignal,
): Promise<ChangeEffect> {
  const { effect } = await ask<{ effect: ChangeEffect }>(cameraUrl, {
    method: 'PATCH',
    body,
    signal,
    answerWithinMs: CHANGE_WITHIN_MS,
  });
  return effect;
}

export async function removeCamera(cameraUrl: string, signal: AbortSignal): Promise<void> {
  await ask(cameraUrl, { method: 'DELETE', signal, answerWithinMs: CHANGE_WITHIN_MS });
}

/** With an id, the camera's own options count where the body has none: the page does not know its password. */
export async function probeSource(
  rootUrl: string,
  body: OptionValues,
  signal: AbortSignal,
): Promise<ProbeResult> {
  return await ask<ProbeResult>(`${rootUrl}api/probe`, {
    method: 'POST',
    body,
    signal,
    answerWithinMs: PROBE_WITHIN_MS,
  });
}

export async function loadHomeAssistant(
  rootUrl: string,
  signal: AbortSignal,
): Promise<HomeAssistantStatus> {
  return await ask<HomeAssistantStatus>(`${rootUrl}api/home-assistant`, { signal });
}

/** Of the LAN listener. */
export interface Token {
  /** Null: all cameras. */
  readonly camera: string | null;
  /** What its holders open; null where nobody knows how they reach this server. */
  readonly url: string | null;
}

export async function loadTokens(rootUrl: string, signal: AbortSignal): Promise<readonly Token[]> {
  const { tokens } = await ask<{ tokens: readonly Token[] }>(`${rootUrl}api/tokens`, { signal });
  return tokens;
}
