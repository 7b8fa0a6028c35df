// The row of controls. Templates only.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from './icons.ts';
import type { IconName } from './icons.ts';
import type { PlayerActions } from './player-actions.ts';
import type { PlayerState } from './player-state.ts';
import { playerWords } from './player-words.ts';

export interface BarView {
  readonly state: PlayerState;
  readonly hasAudio: boolean;
  readonly isMuted: boolean;
  readonly isFullscreen: boolean;
  readonly canPicture: boolean;
  readonly canSnapshot: boolean;
  readonly canSave: boolean;
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
}

export function renderBar(view: BarView, actions: PlayerActions): TemplateResult {
  const { state } = view;
  const words = playerWords();
  return html`<div class="row">
    ${state.kind === 'waiting' ? renderRetry(actions) : renderPlay(state, actions)}
    ${view.hasAudio ? renderMute(view.isMuted, actions) : nothing}
    <div class="gap"></div>
    ${
      state.kind === 'replay'
        ? html`<button class="to-live" type="button" title="L" @click=${actions.goLive}>
            <span>${words.goLive}</span>
          </button>`
        : nothing
    }
    ${renderUsual(view, actions)} ${renderMore(view)}
    ${renderFullscreen(view.isFullscreen, actions)}
  </div>`;
}

function renderMore({ isMenuOpen, onMenu }: BarView): TemplateResult {
  const words = playerWords();
  return html`<button
    class="more"
    type="button"
    aria-label=${words.more}
    title=${words.more}
    aria-haspopup="menu"
    aria-expanded=${isMenuOpen ? 'true' : 'false'}
    @click=${onMenu}
  >
    ${icon('more')}
  </button>`;
}

function renderPlay(state: PlayerState, { togglePlay }: PlayerActions): TemplateResult {
  const words = playerWords();
  const isPlaying =
    state.kind === 'live' ||
    state.kind === 'connecting' ||
    (state.kind === 'replay' && state.isPlaying);
  return control({
    name: isPlaying ? 'pause' : 'play',
    label: isPlaying ? words.pause : words.play,
    key: words.space,
    onClick: togglePlay,
  });
}

/** Where there is no room for words. */
function renderRetry({ retryNow }: PlayerActions): TemplateResult {
  return control({ name: 'restart', label: playerWords().tryNow, onClick: retryNow });
}

function renderMute(isMuted: boolean, { toggleMute }: PlayerActions): TemplateResult {
  const words = playerWords();
  return html`<div class="sound">
    ${control({
      name: isMuted ? 'muted' : 'sound',
      label: isMuted ? words.soundOn : words.soundOff,
      key: 'M',
      onClick: toggleMute,
    })}
  </div>`;
}

/** Where there is room; see menu-model.ts for where there is none. */
function renderUsual(view: BarView, actions: PlayerActions): TemplateResult {
  const words = playerWords();
  return html`<div class="usual">
    ${
      view.canSnapshot
        ? control({
            name: 'snapshot',
            label: words.snapshot,
            key: 'S',
            onClick: actions.takeSnapshot,
          })
        : nothing
    }
    ${
      view.canSave
        ? control({ name: 'clip', label: words.saveClip, onClick: actions.saveClip })
        : nothing
    }
    ${
      view.canPicture
        ? control({
            name: 'picture',
            label: words.pictureInPicture,
            key: 'P',
            onClick: actions.togglePicture,
          })
        : nothing
    }
  </div>`;
}

function renderFullscreen(
  isFullscreen: boolean,
  { toggleFullscreen }: PlayerActions,
): TemplateResult {
  const words = playerWords();
  return control({
    name: isFullscreen ? 'window' : 'fullscreen',
    label: isFullscreen ? words.leaveFullScreen : words.fullScreen,
    key: 'F',
    onClick: toggleFullscreen,
  });
}

function control(button: {
  name: IconName;
  label: string;
  key?: string;
  onClick: () => void;
}): TemplateResult {
  const title = button.key === undefined ? button.label : `${button.label} (${button.key})`;
  return html`<button
    type="button"
    aria-label=${button.label}
    title=${title}
    @click=${button.onClick}
  >
    ${icon(button.name)}
  </button>`;
}
