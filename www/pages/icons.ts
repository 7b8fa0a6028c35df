// Drawn on a 24 unit grid, in the colour of the text around them.

import { svg } from 'lit';
import type { SVGTemplateResult } from 'lit';

export type IconName = keyof typeof PATHS;

const PATHS = {
  back: 'M14.5 5.5L8 12l6.5 6.5',
  plus: 'M12 5v14M5 12h14',
  settings:
    'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5M8 14.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5',
  log: 'M5 4.5h14v15H5zM8.5 9h7M8.5 12.5h7M8.5 16h4',
  copy: 'M9 9h10v10.5H9zM15 9V4.5H5V15h4',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  down: 'M12 5v14M6 13l6 6l6-6',
  search: 'M10.5 4.5a6 6 0 1 1 0 12a6 6 0 1 1 0-12M15 15l5 5',
  close: 'M6 6l12 12M18 6L6 18',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4.5L21 19.5H3zM12 10v4.5M12 17v.01',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17M12 11v5.5M12 7.5v.01',
  camera: 'M4 7.5h10.5v9H4zM14.5 11l5.5-3v8l-5.5-3',
  picture: 'M4 5h16v14H4zM4 16l5-5l4 4l2.5-2.5L20 17M14.5 8.5v.01',
  clip: 'M5 4.5h14v15H5zM9 4.5v15M15 4.5v15M5 9.5h4M5 14.5h4M15 9.5h4M15 14.5h4',
  home: 'M4 11.5L12 4.5l8 7M6.5 9.5v10h11v-10',
} as const;

export function icon(name: IconName): SVGTemplateResult {
  const fill = name === 'play' ? 'currentColor' : 'none';
  return svg`<svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"
    fill=${fill} stroke="currentColor" stroke-width="1.75"
    stroke-linecap="round" stroke-linejoin="round"><path d=${PATHS[name]}></path></svg>`;
}
