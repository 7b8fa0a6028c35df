// How ffmpeg and ffprobe are told what to open.

import type { CameraOptions } from '../config/schema.ts';
import { collectSecrets } from '../source.ts';
import type { NetworkProtocol, NetworkSource, Source } from '../source.ts';
import { FILE_ALLOW_LIST, NETWORK_ALLOW_LISTS, renderAllowList } from './allow-lists.ts';
import type { Command } from './command.ts';
import { renderConcatScript } from './concat-script.ts';
import type { LibraryOption } from './concat-script.ts';
import type { Probe } from './probe.ts';
import { parseResolution } from './resolution.ts';
import { lacksTimeStamps } from './time-stamps.ts';

/** Anything that can be opened; the test picture is drawn, not opened. */
export type OpenedSource = Exclude<Source, { kind: 'test' }>;

/** What a source is looked into for: to play it next, or to tell somebody all about it. */
export type ProbePurpose = 'prepare' | 'report';

export interface InputContext {
  readonly options: CameraOptions;
  /** What is known of the source from before; without it, fewer faults of cameras are mended. */
  readonly probe: Probe | null;
  readonly purpose: 'play' | ProbePurpose;
  /** Whether sound is wanted as well. */
  readonly hasAudio?: boolean;
}

/** A camera that says nothing for so long is given up. In microseconds, as ffmpeg counts. */
const SILENCE = '10000000';

/** `timeout` is for these what `rw_timeout` is for all others; for RTMP and TCP it means "listen". */
const SILENCE_OPTIONS: Readonly<Record<NetworkProtocol, string>> = {
  rtsp: 'timeout',
  rtsps: 'timeout',
  udp: 'timeout',
  http: 'rw_timeout',
  https: 'rw_timeout',
  rtmp: 'rw_timeout',
  rtmps: 'rw_timeout',
  srt: 'rw_timeout',
  tcp: 'rw_timeout',
};

/** Arguments up to and including `-i`. */
export function renderInput(source: OpenedSource, context: InputContext): Command {
  if (source.kind === 'network') return renderNetwork(source, networkOptions(source, context));
  if (source.kind === 'v4l2') {
    return { args: renderDevice(source.device, context.options), stdin: null };
  }
  const allowed = renderAllowList(FILE_ALLOW_LIST, NOTHING);
  return { args: [...allowed, '-i', `file:${source.path}`], stdin: null };
}

const NOTHING = { protocols: [], formats: [] };

function renderNetwork(source: NetworkSource, options: readonly LibraryOption[]): Command {
  const allowed = NETWORK_ALLOW_LISTS[source.protocol];
  if (!isEncrypted(source) && collectSecrets(source).length === 0) {
    const args = options.flatMap(([name, value]) => [`-${name}`, value]);
    return { args: [...args, ...renderAllowList(allowed, NOTHING), '-i', source.url], stdin: null };
  }
  const concat = renderAllowList(allowed, { protocols: ['pipe'], formats: ['concat'] });
  return {
    // "safe" would refuse every address; what may be opened is in the lists.
    args: ['-f', 'concat', '-safe', '0', ...concat, '-i', 'pipe:0'],
    stdin: renderConcatScript(source.url, options),
  };
}

function isEncrypted({ protocol }: NetworkSource): boolean {
  return protocol === 'rtsps' || protocol === 'https' || protocol === 'rtmps';
}

function networkOptions(source: NetworkSource, context: InputContext): LibraryOption[] {
  const { options, probe, purpose, hasAudio = false } = context;
  const common: LibraryOption[] = [];
  // Playing needs all but the frame rate, which takes 20 frames to tell: up to two seconds.
  if (purpose !== 'report') common.push(['fpsprobesize', '0']);
  if (probe !== null && lacksTimeStamps(source, probe)) {
    common.push(['use_wallclock_as_timestamps', '1']);
  }
  if (source.protocol === 'rtsp' || source.protocol === 'rtsps') {
    common.push(['rtsp_transport', options.rtsp_transport]);
    // Cameras also offer metadata, and sound; each costs a connection and start-up time.
    const wanted = hasAudio ? 'video+audio' : 'video';
    if (purpose === 'play') common.push(['allowed_media_types', wanted]);
  }
  // An FLV never says that no further track comes, so all of this time is always waited.
  if (source.protocol.startsWith('rtmp')) common.push(['analyzeduration', '2000000']);
  // Cameras sign their own certificates. Unlike ffmpeg up to 8, 9.0 refuses those; unlike 9.0,
  // they end over an option they do not know, but not in a script.
  if (isEncrypted(source)) common.push(['tls_verify', '0']);
  return [...common, [SILENCE_OPTIONS[source.protocol], SILENCE]];
}

function renderDevice(device: string, options: CameraOptions): string[] {
  const args = ['-fpsprobesize', '0', '-f', 'v4l2'];
  if (options.input_format !== undefined) args.push('-input_format', options.input_format);
  if (options.fps !== undefined) args.push('-framerate', String(options.fps));
  if (options.resolution !== undefined) {
    const { width, height } = parseResolution(options.resolution);
    // Devices want both; the driver takes the nearest size it has.
    const wide = width ?? 2 * Math.round((height * 16) / 9 / 2);
    args.push('-video_size', `${wide}x${height}`);
  }
  return [...args, '-i', device];
}
