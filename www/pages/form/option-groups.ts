// In which order and under which headings the form shows a camera's options.

import type { CameraSchema } from '../../server/admin-api.ts';

export const GROUP_NAMES = [
  'picture',
  'running',
  'connection',
  'window',
  'limits',
  'more',
] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

export interface OptionGroup {
  readonly name: GroupName;
  readonly keys: readonly string[];
}

const PLACES: Readonly<Record<Exclude<GroupName, 'more'>, readonly string[]>> = {
  picture: ['video', 'resolution', 'fps', 'bitrate_kbps', 'gop_seconds', 'renditions', 'audio'],
  running: ['enabled', 'start', 'idle_seconds'],
  connection: ['rtsp_transport', 'input_format'],
  window: ['window_seconds', 'window_mb', 'segment_seconds', 'part_ms'],
  limits: ['max_viewers', 'snapshot_seconds'],
};

/** They have fields of their own. */
const APART: readonly string[] = ['id', 'name', 'source'];

/** Options that mean nothing to other sources. */
const ONLY_FOR: Readonly<Record<string, RegExp>> = {
  rtsp_transport: /^rtsps?:/i,
  input_format: /^v4l2:/i,
};

/** Options that this form does not know yet come last. Groups without any are left out. */
export function groupOptions({ properties }: CameraSchema): readonly OptionGroup[] {
  const known = new Set([...APART, ...Object.values(PLACES).flat()]);
  const more = Object.keys(properties).filter((key) => !known.has(key));
  const groups = GROUP_NAMES.map((name) => ({
    name,
    keys: name === 'more' ? more : PLACES[name].filter((key) => Object.hasOwn(properties, key)),
  }));
  return groups.filter(({ keys }) => keys.length > 0);
}

/** Whether an option means something to this source; one that has been set is always shown. */
export function isRelevant(key: string, source: string, isSet: boolean): boolean {
  const only = ONLY_FOR[key];
  return isSet || only === undefined || only.test(source.trim());
}
