// What other parts need to know of the schema, derived from it.

import { cameraSchema } from './camera-schema.ts';
import { optionsSchema } from './schema.ts';

const { properties } = cameraSchema;

/** How the text of an option is to be read. */
export type OptionKind = 'number' | 'boolean' | 'string' | 'list';

const KINDS: Readonly<Record<string, OptionKind>> = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  array: 'list',
};

function rangeOf({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): {
  readonly min: number;
  readonly max: number;
} {
  return { min: minimum, max: maximum };
}

/** The schema, and what those who control cameras from afar offer of it. */
export const SCHEMA_FACTS = {
  camera: cameraSchema,
  kinds: Object.fromEntries(
    Object.entries(properties).map(([key, { type }]) => [key, KINDS[type] ?? 'string']),
  ),
  limits: {
    start: properties.start.enum,
    video: properties.video.enum,
    audio: properties.audio.enum,
    fps: rangeOf(properties.fps),
    bitrate_kbps: rangeOf(properties.bitrate_kbps),
    segment_seconds: rangeOf(properties.segment_seconds),
    window_seconds: rangeOf(properties.window_seconds),
  },
  logLevels: optionsSchema.properties.log_level.enum,
} as const;

export type SchemaFacts = typeof SCHEMA_FACTS;
