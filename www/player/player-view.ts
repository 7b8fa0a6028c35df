// What lies on the picture: badge, words and controls. Templates only; the element decides.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { deliveryLabel } from '../media/delivery.ts';
import type { ProtocolChoice } from '../media/delivery.ts';
import { icon } from './icons.ts';
import type { IconName } from './icons.ts';
import type { PlayerActions } from './player-actions.ts';
import { isBehind } from './player-state.ts';
import type { PlayerState } from './player-state.ts';
import { badgeText, delayText, retryText } from './status-text.ts';

export interface ControlsView {
  readonly state: PlayerState;
  readonly protocol: ProtocolChoice;
  readonly hasAudio: boolean;
  readonly isMuted: boolean;
  readonly isFullscreen: boolean;
}

export function renderBadge(
  state: PlayerState,
  { goLive }: PlayerActions,
): TemplateResult | typeof nothing {
  if (state.kind === 'idle') return nothing;
  const look = isBehind(state) ? 'live behind' : state.kind;
  if (state.kind !== 'live')
    return html`<div class="badge ${look}"><span>${badgeText(state)}</span></div>`;
  const delay = delayText(state.delaySeconds);
  return html`<button
    class="badge ${look}"
    type="button"
    title="Go to live (L)"
    aria-label="${deliveryLabel(state.delivery)}, delay ${delay}. Go to live"
    @click=${goLive}
  >
    <span><b class="protocol">${deliveryLabel(state.delivery)} ·</b>${delay}</span>
  </button>`;
}

/** The words in the middle, when there is no moving picture to look at. */
export function renderMessage(
  state: PlayerState,
  { togglePlay, retryNow }: PlayerActions,
  nowMs: number,
): TemplateResult | typeof nothing {
  switch (state.kind) {
    case 'idle':
      return nothing;
    case 'connecting':
      return html`<div class="message">
        <div class="spinner"></div>
        <p>${state.detail ?? 'Connecting'}</p>
      </div>`;
    case 'live':
      return state.isStalled
        ? html`<div class="message"><div class="spinner"></div></div>`
        : nothing;
    case 'waiting':
      return html`<div class="message">
        <p class="reason">${state.reason}</p>
        <p class="retry">${retryText(state.retryAtMs, nowMs)}</p>
        <button type="button" @click=${retryNow}>Try now</button>
      </div>`;
    case 'paused':
      return html`<div class="message">
        <button type="button" @click=${togglePlay}>
          ${state.by === 'user' ? 'Play' : 'Tap to play'}
        </button>
      </div>`;
    default:
      return state satisfies never;
  }
}

export function renderBar(view: ControlsView, actions: PlayerActions): TemplateResult {
  const isPlaying = view.state.kind !== 'paused' && view.state.kind !== 'idle';
  return html`<div class="bar">
    ${
      isPlaying
        ? control({ name: 'pause', label: 'Pause', key: 'Space', onClick: actions.togglePlay })
        : control({ name: 'play', label: 'Play', key: 'Space', onClick: actions.togglePlay })
    }
    ${view.hasAudio ? renderMute(view.isMuted, actions) : nothing}
    <div class="gap"></div>
    <oriel-protocol-switch .choice=${view.protocol}></oriel-protocol-switch>
    ${
      view.isFullscreen
        ? control({
            name: 'window',
            label: 'Leave full screen',
            key: 'F',
            onClick: actions.toggleFullscreen,
          })
        : control({
            name: 'fullscreen',
            label: 'Full screen',
            key: 'F',
            onClick: actions.toggleFullscreen,
          })
    }
  </div>`;
}

function renderMute(isMuted: boolean, { toggleMute }: PlayerActions): TemplateResult {
  return isMuted
    ? control({ name: 'muted', label: 'Sound on', key: 'M', onClick: toggleMute })
    : control({ name: 'sound', label: 'Sound off', key: 'M', onClick: toggleMute });
}

function control(button: {
  name: IconName;
  label: string;
  key: string;
  onClick: () => void;
}): TemplateResult {
  return html`<button
    type="button"
    aria-label=${button.label}
    title="${button.label} (${button.key})"
    @click=${button.onClick}
  >
    ${icon(button.name)}
  </button>`;
}
