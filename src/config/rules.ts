// What JSON Schema cannot say: how one option depends on another.

import type { Problem } from '../errors.ts';
import { parseSource, SourceSyntaxError } from '../source.ts';
import type { Source } from '../source.ts';
import type { CameraOptions, MqttOptions } from './schema.ts';

/** The options as far as the schema finds no fault with them. */
export interface SoundOptions {
  readonly cameras: readonly Partial<CameraOptions>[];
  readonly mqtt: Partial<MqttOptions> | undefined;
}

export function findRuleProblems(
  { cameras, mqtt }: SoundOptions,
  context: { readonly supervised: boolean },
): Problem[] {
  const cameraProblems = cameras.flatMap((camera, index) =>
    findCameraProblems(camera).map(({ path, message }) => ({
      path: `cameras[${index}].${path}`,
      message,
    })),
  );
  const mqttProblems = mqtt === undefined ? [] : findMqttProblems(mqtt, context.supervised);
  return [
    ...cameraProblems,
    ...findRepeatedIds(cameras),
    ...mqttProblems.map(({ path, message }) => ({ path: `mqtt.${path}`, message })),
  ];
}

function findRepeatedIds(cameras: readonly Partial<CameraOptions>[]): Problem[] {
  const firstIndexById = new Map<string, number>();
  return cameras.flatMap(({ id }, index) => {
    if (id === undefined) return [];
    const first = firstIndexById.get(id);
    if (first === undefined) {
      firstIndexById.set(id, index);
      return [];
    }
    const message = `"${id}" is the id of cameras[${first}] already; each camera needs its own`;
    return [{ path: `cameras[${index}].id`, message }];
  });
}

/** Paths are relative to the camera. */
function findCameraProblems(camera: Partial<CameraOptions>): Problem[] {
  const { problems: sourceProblems, source } = tryParseSource(camera.source);
  return [
    ...sourceProblems,
    ...findNameProblems(camera),
    ...findVideoProblems(camera, source),
    ...findInputFormatProblems(camera, source),
    ...findResolutionProblems(camera),
    ...findTimingProblems(camera),
    ...findRenditionProblems(camera),
  ];
}

function tryParseSource(text: string | undefined): {
  problems: Problem[];
  source: Source | undefined;
} {
  if (text === undefined) return { problems: [], source: undefined };
  try {
    return { problems: [], source: parseSource(text) };
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    return { problems: [{ path: 'source', message: error.message }], source: undefined };
  }
}

function findNameProblems({ name }: Partial<CameraOptions>): Problem[] {
  if (name === undefined || (!/\p{Cc}/u.test(name) && name.trim() !== '')) return [];
  return [{ path: 'name', message: 'expected a line of visible text' }];
}

function findVideoProblems(camera: Partial<CameraOptions>, source: Source | undefined): Problem[] {
  if (camera.video !== 'copy' || source === undefined) return [];
  if (source.kind === 'test') {
    const message = 'the test picture is made here and must be encoded; expected auto or h264';
    return [{ path: 'video', message }];
  }
  // A device is asked for a size and a rate, so these need no encoding.
  const encoding =
    source.kind === 'v4l2'
      ? (['bitrate_kbps', 'gop_seconds'] as const)
      : (['resolution', 'fps', 'bitrate_kbps', 'gop_seconds'] as const);
  return encoding
    .filter((key) => camera[key] !== undefined)
    .map((path) => ({
      path,
      message: 'needs video: auto or h264; copy leaves the picture as it is',
    }));
}

function findInputFormatProblems(
  { input_format, video }: Partial<CameraOptions>,
  source: Source | undefined,
): Problem[] {
  if (input_format === undefined || source === undefined) return [];
  if (source.kind !== 'v4l2') {
    const message = 'is for v4l2: sources only; leave it out';
    return [{ path: 'input_format', message }];
  }
  if (video !== 'copy' || input_format === 'h264') return [];
  const message = `browsers cannot play ${input_format}; expected video: auto or h264, or input_format: h264`;
  return [{ path: 'video', message }];
}

function findResolutionProblems({ resolution }: Partial<CameraOptions>): Problem[] {
  const sizes = resolution?.match(/\d+/g)?.map(Number) ?? [];
  if (sizes.every((size) => size % 2 === 0)) return [];
  return [
    { path: 'resolution', message: `expected even numbers, which H.264 needs; got ${resolution}` },
  ];
}

function findTimingProblems(camera: Partial<CameraOptions>): Problem[] {
  const { segment_seconds, part_ms, window_seconds, gop_seconds } = camera;
  if (segment_seconds === undefined) return [];
  const problems: Problem[] = [];
  const longestPartMs = (segment_seconds * 1000) / 2;
  if (part_ms !== undefined && part_ms > longestPartMs) {
    const message = `expected at most half of segment_seconds (${longestPartMs} ms); got ${part_ms}`;
    problems.push({ path: 'part_ms', message });
  }
  // A segment starts with a keyframe, so it cannot be shorter than the distance between two.
  const segmentSeconds = Math.max(segment_seconds, gop_seconds ?? 0);
  if (window_seconds !== undefined && window_seconds < MIN_SEGMENTS * segmentSeconds) {
    const message = `expected room for ${MIN_SEGMENTS} segments (${MIN_SEGMENTS * segmentSeconds} s); got ${window_seconds}`;
    problems.push({ path: 'window_seconds', message });
  }
  return problems;
}

/** Each is called by its height. */
function findRenditionProblems({ renditions = [] }: Partial<CameraOptions>): Problem[] {
  // NaN where the schema has found fault already.
  const heights = renditions.map((text) => Number(/^(\d+)p@/.exec(text)?.[1]));
  return heights.flatMap((height, index) => {
    if (Number.isNaN(height)) return [];
    const path = `renditions[${index}]`;
    if (height % 2 === 1) {
      return [{ path, message: `expected an even height, which H.264 needs; got ${height}p` }];
    }
    const first = heights.indexOf(height);
    if (first === index) return [];
    const message = `renditions[${first}] has ${height} lines already; each needs a height of its own`;
    return [{ path, message }];
  });
}

/** RFC 8216bis, section 6.2.2: a live playlist holds at least three target durations; one is growing. */
const MIN_SEGMENTS = 4;

/** Paths are relative to the section. */
function findMqttProblems(mqtt: Partial<MqttOptions>, supervised: boolean): Problem[] {
  const problems: Problem[] = [];
  const add = (path: keyof MqttOptions, message: string): void => {
    problems.push({ path, message });
  };
  if (mqtt.host === undefined && !supervised) {
    add('host', 'is missing; expected the name or address of the broker, or embedded');
  }
  if (mqtt.host !== undefined && /^[^:]+:\d+$/.test(mqtt.host)) {
    add('host', 'expected a name or address alone; write the port as mqtt.port');
  }
  if (mqtt.cert !== undefined && mqtt.key === undefined) {
    add('key', 'is missing; a client certificate (cert) needs its key');
  }
  if (mqtt.key !== undefined && mqtt.cert === undefined) {
    add('cert', 'is missing; a client key needs its certificate');
  }
  if (mqtt.password !== undefined && mqtt.username === undefined) {
    add('username', 'is missing; a password needs a user name');
  }
  if (mqtt.tls === true && mqtt.host === 'embedded') {
    add('tls', 'the embedded broker has no TLS; leave it out');
  }
  if (mqtt.tls === false) {
    for (const path of ['ca', 'cert', 'key'] as const) {
      if (mqtt[path] !== undefined) add(path, 'needs tls: true');
    }
    if (mqtt.reject_unauthorized === false) add('reject_unauthorized', 'needs tls: true');
  }
  return problems;
}
