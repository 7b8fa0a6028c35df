// What lies on the picture: badge and words. Templates only; the element decides.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { deliveryLabel } from '../media/delivery.ts';
import { icon } from './icons.ts';
import type { PlayerActions } from './player-actions.ts';
import { isBehind } from './player-state.ts';
import type { PlayerState } from './player-state.ts';
import { playerWords } from './player-words.ts';
import {
  ageText,
  badgeText,
  connectingText,
  delayText,
  reasonDetail,
  reasonHeadline,
  retryText,
} from './status-text.ts';
import { behindSpoken } from './timeline-model.ts';

type Rendered = TemplateResult | typeof nothing;

/** @param ageMs of the still on the screen; null while the picture moves */
export function renderBadge(
  state: PlayerState,
  ageMs: number | null,
  { goLive }: PlayerActions,
): Rendered {
  if (state.kind === 'idle' && ageMs === null) return nothing;
  if (state.kind === 'live') return renderLiveBadge(state, goLive);
  const words = playerWords();
  if (state.kind === 'replay') {
    return html`<button
      class="badge replay"
      type="button"
      title="${words.goLive} (L)"
      aria-label="${badgeText(state)}, ${behindSpoken(state.behindSeconds)}. ${words.goLive}"
      @click=${goLive}
    >
      <span>${badgeText(state)}</span>
    </button>`;
  }
  const age = ageMs === null ? null : ageText(ageMs);
  // What is old says so; that it is a still as well needs no words.
  const isAgeEnough =
    state.kind === 'stills' || state.kind === 'idle' || state.kind === 'connecting';
  const text = badgeText(state);
  return html`<div class="badge ${state.kind}">
    <span
      >${age === null ? text : isAgeEnough ? age : html`<b class="way">${text} ·</b>${age}`}</span
    >
  </div>`;
}

function renderLiveBadge(
  state: Extract<PlayerState, { kind: 'live' }>,
  goLive: () => void,
): TemplateResult {
  const words = playerWords();
  const delay = delayText(state.delaySeconds);
  const way = deliveryLabel(state.delivery);
  return html`<button
    class="badge live ${isBehind(state) ? 'behind' : ''}"
    type="button"
    title="${words.goLive} (L)"
    aria-label="${way} · ${delay}. ${words.goLive}"
    @click=${goLive}
  >
    <span><b class="way">${way} ·</b>${delay}</span>
  </button>`;
}

export interface MessageView {
  readonly state: PlayerState;
  readonly name: string;
  /** The camera is off, and this user may switch it on. */
  readonly canSwitchOn: boolean;
  readonly onSwitchOn: () => void;
}

/** The words in the middle, when there is no moving picture to look at. */
export function renderMessage(view: MessageView, actions: PlayerActions): Rendered {
  const { state, name } = view;
  const words = playerWords();
  switch (state.kind) {
    case 'idle':
      return nothing;
    case 'connecting':
      return html`<div class="message late">
        <div class="spinner"></div>
        <p>${connectingText(state.isCameraStarting)}</p>
      </div>`;
    case 'live':
      return state.isStalled ? renderSpinner() : nothing;
    case 'waiting':
      return renderTrouble(state, view, actions);
    case 'paused':
      return renderBigPlay(state.by === 'user' ? words.play : words.tapToPlay, actions);
    case 'stills':
      return renderBigPlay(words.showLive(name), actions);
    case 'replay':
      if (!state.isPlaying) return renderBigPlay(words.play, actions);
      return state.isStalled ? renderSpinner() : nothing;
    default:
      return state satisfies never;
  }
}

function renderSpinner(): TemplateResult {
  return html`<div class="message clear"><div class="spinner"></div></div>`;
}

function renderBigPlay(label: string, { togglePlay }: PlayerActions): TemplateResult {
  return html`<div class="message clear">
    <button class="big" type="button" aria-label=${label} title=${label} @click=${togglePlay}>
      ${icon('play')}
    </button>
  </div>`;
}

function renderTrouble(
  { reason, retryAtMs }: Extract<PlayerState, { kind: 'waiting' }>,
  { canSwitchOn, onSwitchOn }: MessageView,
  { retryNow }: PlayerActions,
): TemplateResult {
  const words = playerWords();
  const detail = reasonDetail(reason);
  return html`<div class="message trouble">
    ${icon('camera-off')}
    <p class="reason">${reasonHeadline(reason)}</p>
    ${detail === '' ? nothing : html`<p class="detail">${detail}</p>`}
    <p class="retry">${canSwitchOn ? '' : retryText(retryAtMs, Date.now())}</p>
    ${
      canSwitchOn
        ? html`<button class="pill" type="button" @click=${onSwitchOn}>
            ${icon('power')}${words.switchOn}
          </button>`
        : html`<button class="pill" type="button" @click=${retryNow}>${words.tryNow}</button>`
    }
  </div>`;
}

/** The browser lets no sound begin by itself. */
export function renderSoundHint({ toggleMute }: PlayerActions): TemplateResult {
  return html`<button class="hint" type="button" @click=${toggleMute}>
    <span>${icon('muted')}${playerWords().tapForSound}</span>
  </button>`;
}
