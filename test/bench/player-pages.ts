// Pages with nothing but hls.js or dash.js, as their manuals show them.

import { fileURLToPath } from 'node:url';
import type { StaticContent } from './static-server.ts';

export interface PlayerSetup {
  readonly player: 'hls.js' | 'dash.js';
  /** Of the player; empty for what it does by itself. */
  readonly settings: object;
}

const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Folders that the pages take their players from. */
export const PLAYER_FOLDERS: StaticContent['folders'] = {
  'hls.js/': `${PACKAGES}hls.js/dist`,
  'dash.js/': `${PACKAGES}dashjs/dist/modern/umd`,
};

const LIBRARIES = { 'hls.js': 'hls.js/hls.min.js', 'dash.js': 'dash.js/dash.all.min.js' } as const;

/** @returns two files: the page and its script */
export function renderPlayerPage(
  name: string,
  mediaUrl: string,
  setup: PlayerSetup,
): StaticContent['pages'] {
  return {
    [`${name}.html`]: `<!doctype html>
<meta charset="utf-8" /><title>${name}</title>
<video muted autoplay playsinline width="640" height="360"></video>
<script src="/${LIBRARIES[setup.player]}"></script>
<script type="module" src="/${name}.js"></script>
`,
    [`${name}.js`]: `const video = document.querySelector('video');
const url = ${JSON.stringify(mediaUrl)};
const settings = ${JSON.stringify(setup.settings)};
${setup.player === 'hls.js' ? HLS_SCRIPT : DASH_SCRIPT}`,
  };
}

const HLS_SCRIPT = `const hls = new Hls(settings);
hls.loadSource(url);
hls.attachMedia(video);
`;

// Its default clock is one on the internet, which a benchmark must not wait for.
const DASH_SCRIPT = `const player = dashjs.MediaPlayer().create();
player.updateSettings({ debug: { logLevel: 1 } });
player.updateSettings(settings);
player.clearDefaultUTCTimingSources();
player.initialize(video, url, true);
`;
