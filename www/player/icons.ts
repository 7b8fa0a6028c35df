// Drawn on a 24 unit grid, in the colour of the text around them.

import { svg } from 'lit';
import type { SVGTemplateResult } from 'lit';

export type IconName = keyof typeof PATHS;

const PATHS = {
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  muted: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9.5l5 5m0-5l-5 5',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  fullscreen: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15',
  window: 'M9 4.5V9H4.5M19.5 9H15V4.5M15 19.5V15h4.5M4.5 15H9v4.5',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  forth: 'M9.5 5.5L16 12l-6.5 6.5',
  copy: 'M9 9h10v10.5H9zM15 9V4.5H5V15h4',
  'camera-off': 'M4 7h9.5v4l6.5-3.5v9L13.5 13v4H4zM3 3l18 18',
  more: 'M12 5.5h.01M12 12h.01M12 18.5h.01',
  snapshot: 'M4 8h3.2l1.6-2.5h6.4L16.8 8H20v11H4zM12 16.6a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z',
  clip: 'M12 4.5V15M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15',
  picture: 'M4 5h16v14H4zM12.5 12.5H17V16h-4.5z',
  stats: 'M5 19.5V13M10 19.5V5M15 19.5v-8.5M20 19.5V8',
  quality: 'M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M13 5v5M7 14v5',
  protocol:
    'M4.5 12h15M12 4.5c4.6 4.6 4.6 10.4 0 15c-4.6-4.6-4.6-10.4 0-15zM4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0z',
  power: 'M12 4v8M7.3 7a7 7 0 1 0 9.4 0',
  restart: 'M19 12a7 7 0 1 1-2.2-5.1L19 9M19 4.5V9h-4.5',
  keyboard: 'M3.5 6.5h17v11h-17zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14h8',
  check: 'M5.5 12.5l4.5 4.5 8.5-10',
  close: 'M6.5 6.5l11 11m0-11l-11 11',
} as const;

const FILLED: ReadonlySet<IconName> = new Set<IconName>(['play', 'pause']);
/** Dots. */
const BOLD: ReadonlySet<IconName> = new Set<IconName>(['more']);

export function icon(name: IconName): SVGTemplateResult {
  const isFilled = FILLED.has(name);
  const strokeWidth = isFilled ? 0 : BOLD.has(name) ? 3 : 1.75;
  return svg`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"
    fill=${isFilled ? 'currentColor' : 'none'} stroke="currentColor" stroke-width=${strokeWidth}
    stroke-linecap="round" stroke-linejoin="round"><path d=${PATHS[name]}></path></svg>`;
}
