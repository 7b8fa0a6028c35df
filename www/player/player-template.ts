// The whole player as a template: pictures below, what can be pressed above.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { currentLanguage } from '../words/language.ts';
import type { ProtocolChoice } from '../media/delivery.ts';
import { renderBar } from './bar-view.ts';
import type { MenuChoice, MenuView } from './menu-model.ts';
import type { Overlays } from './overlays.ts';
import { canPicture, HAS_FOREIGN_BUTTON } from './picture.ts';
import type { PlayerActions } from './player-actions.ts';
import type { PlayerState } from './player-state.ts';
import { renderBadge, renderMessage, renderSoundHint } from './player-view.ts';
import { playerWords } from './player-words.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { Sound } from './sound.ts';
import { announcement } from './status-text.ts';
import { hasPast } from './timeline-model.ts';

type Rendered = TemplateResult | typeof nothing;

export interface PlayerView {
  readonly keeper: SessionKeeper;
  readonly actions: PlayerActions;
  readonly overlays: Overlays;
  readonly sound: Sound;
  readonly name: string;
  readonly hasControls: boolean;
  /** Somebody has pointed at it lately. */
  readonly isTouched: boolean;
  readonly isFullscreen: boolean;
  readonly notice: string;
  readonly protocol: ProtocolChoice;
  readonly rendition: string;
  readonly mayChange: boolean;
  readonly width: number;
}

export interface PlayerEvents {
  readonly onPointer: (event: PointerEvent) => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onPress: (event: MouseEvent) => void;
  readonly onDoublePress: (event: MouseEvent) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onResize: () => void;
  readonly onSight: () => void;
  readonly onMenu: () => void;
  readonly onMenuChoice: (event: CustomEvent<MenuChoice>) => void;
  readonly onSeek: (event: CustomEvent<number>) => void;
  readonly onSwitchOn: () => void;
}

export function renderPlayer(view: PlayerView, on: PlayerEvents): TemplateResult {
  const { keeper, actions, name, hasControls, overlays } = view;
  const { state, layer } = keeper;
  return html`
    <div
      class="stage ${areControlsShown(view) ? 'touched' : ''}"
      data-kind=${state.kind}
      data-layer=${layer}
      lang=${currentLanguage()}
      role="group"
      aria-label=${playerWords().player(name)}
      @pointermove=${on.onPointer}
      @pointerdown=${on.onPointer}
      @pointerleave=${on.onPointerLeave}
      @click=${on.onPress}
      @dblclick=${on.onDoublePress}
      @keydown=${on.onKey}
    >
      ${renderPictures(view, on)}
      ${renderMessage(
        {
          state,
          name,
          canSwitchOn: view.mayChange && isOff(state),
          onSwitchOn: on.onSwitchOn,
        },
        actions,
      )}
      ${renderBadge(state, keeper.ageMs, actions)}
      ${view.sound.isWaiting && hasControls ? renderSoundHint(actions) : nothing}
      ${
        overlays.hasStats
          ? html`<oriel-stats
              .read=${() => keeper.readStats()}
              @stats-close=${actions.toggleStats}
            ></oriel-stats>`
          : nothing
      }
      ${hasControls ? renderControls(view, on) : nothing}
    </div>
    <p class="notice" role="status" ?hidden=${view.notice === ''}>${view.notice}</p>
    <p class="unseen" role="status" aria-live="polite">${announcement(state)}</p>
  `;
}

function renderPictures({ keeper, sound, name }: PlayerView, on: PlayerEvents): TemplateResult {
  const url = keeper.stills.still?.url ?? null;
  return html`${url === null ? nothing : html`<img class="still" alt="" src=${url} />`}
    <canvas class="frame" aria-hidden="true"></canvas>
    <video
      playsinline
      disableremoteplayback
      ?disablepictureinpicture=${HAS_FOREIGN_BUTTON}
      tabindex="-1"
      aria-label=${playerWords().player(name)}
      .muted=${true}
      @loadedmetadata=${keeper.onMetadata}
      @loadeddata=${keeper.onLoadedData}
      @emptied=${keeper.onEmptied}
      @volumechange=${sound.muting.onVolumeChange}
      @ratechange=${sound.muting.onRateChange}
      @resize=${on.onResize}
      @leavepictureinpicture=${on.onSight}
      @webkitpresentationmodechanged=${on.onSight}
      @webkitendfullscreen=${on.onSight}
    ></video>`;
}

function renderControls(view: PlayerView, on: PlayerEvents): TemplateResult {
  const { keeper, actions, overlays } = view;
  const { state } = keeper;
  const menu = menuView(view);
  return html`<div class="bar">
      ${renderTimeline(view, on)}
      ${renderBar(
        {
          state,
          hasAudio: menu.hasAudio,
          isMuted: menu.isMuted,
          isFullscreen: view.isFullscreen,
          canPicture: menu.canPicture,
          canSnapshot: menu.canSnapshot,
          canSave: menu.canSave,
          isMenuOpen: overlays.isMenuOpen,
          onMenu: on.onMenu,
        },
        actions,
      )}
    </div>
    ${
      overlays.isMenuOpen
        ? html`<oriel-player-menu
            .view=${menu}
            .playerWidth=${view.width}
            @menu-choice=${on.onMenuChoice}
            @menu-close=${on.onMenu}
          ></oriel-player-menu>`
        : nothing
    }`;
}

function menuView(view: PlayerView): MenuView {
  const { keeper, overlays, sound, protocol, rendition, mayChange } = view;
  const { session, picker, state, layer } = keeper;
  return {
    hasAudio: session?.hasAudio ?? false,
    isMuted: sound.isMuted,
    canSave: (session?.windowSeconds ?? 0) >= 1,
    canPicture: canPicture() && layer === 'video',
    canSnapshot: layer !== 'none',
    hasStats: overlays.hasStats,
    mayChange,
    isOff: isOff(state),
    protocol,
    rendition,
    current: picker.current,
    renditions: session?.camera?.renditions ?? [],
  };
}

function areControlsShown({ isTouched, overlays, keeper }: PlayerView): boolean {
  const { state } = keeper;
  const isResting = state.kind === 'paused' || state.kind === 'waiting';
  const isHeld = state.kind === 'replay' && !state.isPlaying;
  return isTouched || overlays.isMenuOpen || isResting || isHeld;
}

function isOff(state: PlayerState): boolean {
  return state.kind === 'waiting' && state.reason.code === 'camera_stopped';
}

const WITH_TIMELINE: ReadonlySet<PlayerState['kind']> = new Set(['live', 'replay', 'paused']);

function renderTimeline({ keeper, overlays }: PlayerView, on: PlayerEvents): Rendered {
  const { state, ageMs } = keeper;
  const windowSeconds = keeper.session?.windowSeconds ?? 0;
  const hasTimeline = overlays.hasExtras && WITH_TIMELINE.has(state.kind) && hasPast(windowSeconds);
  if (!hasTimeline) return nothing;
  const behind = state.kind === 'replay' ? state.behindSeconds : (ageMs ?? 0) / 1000;
  return html`<oriel-timeline
    .cameraUrl=${keeper.url}
    .windowSeconds=${windowSeconds}
    .behindSeconds=${behind}
    .nowMs=${() => keeper.nowMs()}
    @timeline-seek=${on.onSeek}
  ></oriel-timeline>`;
}
