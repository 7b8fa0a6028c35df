// What may be chosen in a card's configuration; the first of each holds when nothing is said.

import type { ProtocolChoice } from '../media/delivery.ts';

export const LAYOUTS = ['auto', 'grid', 'carousel', 'single'] as const;
export const MODES = ['live', 'stills'] as const;
export const FITS = ['contain', 'cover'] as const;
export const CONTROLS = ['auto', 'never'] as const;
export const PROTOCOLS = [
  'auto',
  'live',
  'hls',
  'dash',
] as const satisfies readonly ProtocolChoice[];

export const GESTURES = ['tap_action', 'hold_action', 'double_tap_action'] as const;
export type Gesture = (typeof GESTURES)[number];
