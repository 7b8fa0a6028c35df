// What people set or press on a camera in Home Assistant. Templates read the camera's topics.

import type { EntityDefinition, Fields } from './entity.ts';
import type { CameraTopics } from './topics.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** From the schema of the options. */
export interface OptionLimits {
  readonly start: readonly string[];
  readonly video: readonly string[];
  readonly audio: readonly string[];
  readonly fps: Range;
  readonly bitrate_kbps: Range;
  readonly segment_seconds: Range;
  readonly window_seconds: Range;
}

export interface CameraContext {
  readonly topics: CameraTopics;
  readonly limits: OptionLimits;
  /** As in the options; null is the one of the source. */
  readonly resolution: string | null;
  readonly bridgeState: string;
}

/** Stands for "no resolution set": a select of Home Assistant has no empty choice. */
export const SOURCE_RESOLUTION = 'source';
/** Stands for `none`, by which a select of Home Assistant understands that nothing is selected. */
const NO_SOUND = 'off';
const RESOLUTIONS = ['2160p', '1440p', '1080p', '720p', '480p', '360p'] as const;

export const CAMERA_CONTROLS: readonly EntityDefinition<CameraContext>[] = [
  {
    key: 'stream',
    platform: 'switch',
    name: 'Stream',
    render: ({ topics }) => ({
      stat_t: topics.state,
      val_tpl: "{{ 'OFF' if value_json.status == 'stopped' else 'ON' }}",
      stat_on: 'ON',
      stat_off: 'OFF',
      cmd_t: topics.command,
      pl_on: 'start',
      pl_off: 'stop',
      ic: 'mdi:play-network',
    }),
  },
  {
    key: 'enabled',
    platform: 'switch',
    name: 'Enabled',
    render: ({ topics }) => ({
      ...option(topics, 'enabled', "{{ 'ON' if value_json.enabled else 'OFF' }}"),
      ic: 'mdi:power',
    }),
  },
  {
    key: 'restart',
    platform: 'button',
    name: 'Restart',
    render: ({ topics }) => ({ dev_cla: 'restart', ...press(topics, 'restart') }),
  },
  {
    key: 'snapshot_cmd',
    platform: 'button',
    name: 'Take snapshot',
    needs: 'snapshot',
    render: ({ topics }) => ({ ic: 'mdi:camera', ...press(topics, 'snapshot') }),
  },
  {
    key: 'clip_cmd',
    platform: 'button',
    name: 'Save clip',
    needs: 'clip',
    render: ({ topics }) => ({ ic: 'mdi:filmstrip', ...press(topics, 'clip') }),
  },
  {
    key: 'start',
    platform: 'select',
    name: 'Start',
    render: ({ topics, limits }) => ({ ops: limits.start, ...option(topics, 'start') }),
  },
  {
    key: 'video',
    platform: 'select',
    name: 'Video',
    render: ({ topics, limits }) => ({ ops: limits.video, ...option(topics, 'video') }),
  },
  {
    key: 'audio',
    platform: 'select',
    name: 'Audio',
    needs: 'audio',
    render: ({ topics, limits }) => ({
      ops: limits.audio.map((audio) => (audio === 'none' ? NO_SOUND : audio)),
      ...option(
        topics,
        'audio',
        `{{ '${NO_SOUND}' if value_json.audio == 'none' else value_json.audio }}`,
      ),
      cmd_tpl: `{{ 'none' if value == '${NO_SOUND}' else value }}`,
    }),
  },
  {
    key: 'resolution',
    platform: 'select',
    name: 'Resolution',
    render: ({ topics, resolution }) => ({
      ops: listResolutions(resolution),
      ...option(topics, 'resolution', `{{ value_json.resolution or '${SOURCE_RESOLUTION}' }}`),
    }),
  },
  {
    key: 'fps',
    platform: 'number',
    name: 'Target frame rate',
    render: ({ topics, limits }) => ({
      unit_of_meas: 'fps',
      ...number(limits.fps, 1),
      ...option(topics, 'fps'),
    }),
  },
  {
    key: 'bitrate',
    platform: 'number',
    name: 'Target bitrate',
    render: ({ topics, limits }) => ({
      dev_cla: 'data_rate',
      unit_of_meas: 'kbit/s',
      ...number(limits.bitrate_kbps, 50),
      ...option(topics, 'bitrate_kbps'),
    }),
  },
  {
    key: 'segment',
    platform: 'number',
    name: 'Segment length',
    render: ({ topics, limits }) => ({
      dev_cla: 'duration',
      unit_of_meas: 's',
      ...number(limits.segment_seconds, 0.1),
      ...option(topics, 'segment_seconds'),
    }),
  },
  {
    key: 'window',
    platform: 'number',
    name: 'Window length',
    render: ({ topics, limits }) => ({
      dev_cla: 'duration',
      unit_of_meas: 's',
      ...number(limits.window_seconds, 5),
      ...option(topics, 'window_seconds'),
    }),
  },
  {
    key: 'renditions',
    platform: 'text',
    name: 'Renditions',
    needs: 'renditions',
    render: ({ topics }) => ({
      en: false,
      max: 255,
      ptrn: String.raw`^$|^\d{3,4}p@\d{2,5}(,\d{3,4}p@\d{2,5}){0,3}$`,
      ...option(topics, 'renditions', "{{ (value_json.renditions or []) | join(',') }}"),
    }),
  },
];

/** An option that people may change; one that is not set is null, which reads "None": unknown. */
function option(topics: CameraTopics, key: string, value = `{{ value_json.${key} }}`): Fields {
  return {
    ent_cat: 'config',
    stat_t: topics.options,
    val_tpl: value,
    cmd_t: `${topics.set}/${key}`,
  };
}

function press({ command }: CameraTopics, payload: string): Fields {
  return { cmd_t: command, pl_prs: payload };
}

function number({ min, max }: Range, step: number): Fields {
  return { min, max, step, mode: 'box' };
}

/** With the present one, however odd: Home Assistant shows no choice that is not in the list. */
function listResolutions(present: string | null): string[] {
  const known: readonly string[] = RESOLUTIONS;
  const own = present === null || known.includes(present) ? [] : [present];
  return [SOURCE_RESOLUTION, ...own, ...RESOLUTIONS];
}
