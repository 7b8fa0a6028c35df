// Drawn on a 24 unit grid, in the colour of the text around them.

import { svg } from 'lit';
import type { SVGTemplateResult } from 'lit';

export type IconName =
  | 'play'
  | 'pause'
  | 'muted'
  | 'sound'
  | 'fullscreen'
  | 'window'
  | 'back'
  | 'copy'
  | 'camera-off';

const PATHS: Readonly<Record<IconName, string>> = {
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  muted: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9.5l5 5m0-5l-5 5',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  fullscreen: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15',
  window: 'M9 4.5V9H4.5M19.5 9H15V4.5M15 19.5V15h4.5M4.5 15H9v4.5',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  copy: 'M9 9h10v10.5H9zM15 9V4.5H5V15h4',
  'camera-off': 'M4 7h9.5v4l6.5-3.5v9L13.5 13v4H4zM3 3l18 18',
};

const FILLED: ReadonlySet<IconName> = new Set<IconName>(['play', 'pause']);

export function icon(name: IconName): SVGTemplateResult {
  const fill = FILLED.has(name) ? 'currentColor' : 'none';
  return svg`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"
    fill=${fill} stroke="currentColor" stroke-width=${FILLED.has(name) ? 0 : 1.75}
    stroke-linecap="round" stroke-linejoin="round"><path d=${PATHS[name]}></path></svg>`;
}
