// Controls lie on the picture, so they are light on dark whatever the page is.

import { css } from 'lit';
import { controlStyles } from './control-styles.ts';
import { messageStyles } from './message-styles.ts';
import { sizeStyles } from './size-styles.ts';

const stageStyles = css`
  :host {
    --accent: var(--oriel-accent, #8ab8ff);
    display: block;
    position: relative;
    container-type: inline-size;
    overflow: hidden;
    border-radius: var(--oriel-radius, 12px);
    background: #000;
    color: #fff;
    font:
      400 14px/1.4 var(--oriel-font, system-ui),
      sans-serif;
    -webkit-tap-highlight-color: transparent;
  }
  :host(:fullscreen) {
    border-radius: 0;
  }
  /* A tile lies under a link; only its buttons are its own. */
  :host([compact]) {
    pointer-events: none;
    z-index: 1;
  }
  :host([compact]) button {
    pointer-events: auto;
  }
  .stage {
    position: relative;
    width: 100%;
    aspect-ratio: var(--oriel-aspect-ratio, 16 / 9);
    user-select: none;
    -webkit-user-select: none;
  }
  /* As high as whoever shows it makes it. */
  :host([fill]) .stage,
  :host(:fullscreen) .stage {
    height: 100%;
    aspect-ratio: auto;
  }
  :host(:fullscreen) .stage[data-kind='live']:not(.touched) {
    cursor: none;
  }
  video,
  .still,
  .frame,
  .message {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  :host([fit='cover']) :is(video, .still, .frame) {
    object-fit: cover;
  }
  :host(:fullscreen) :is(video, .still, .frame) {
    object-fit: contain;
  }
  /* The still is there at once; what moves fades in over it. */
  video {
    opacity: 0;
  }
  [data-layer='video'] video {
    opacity: 1;
    transition: opacity 0.2s;
  }
  .still,
  .frame {
    pointer-events: none;
    visibility: hidden;
  }
  [data-layer='still'] .still,
  [data-layer='frame'] .frame {
    visibility: visible;
  }
  [data-layer='video'] :is(.still, .frame) {
    transition: visibility 0s 0.3s;
  }
  [data-kind='waiting'] :is(.still, .frame) {
    opacity: 0.45;
  }
  .notice {
    position: absolute;
    left: 50%;
    bottom: 60px;
    max-width: calc(100% - 24px);
    margin: 0;
    padding: 7px 14px;
    transform: translateX(-50%);
    border-radius: 18px;
    background: rgb(14 16 18 / 84%);
    font-size: 13px;
    line-height: 1.35;
    text-align: center;
    width: max-content;
    z-index: 4;
  }
  .notice[hidden] {
    display: none;
  }
  @container (max-width: 240px) {
    .notice {
      bottom: 46px;
      max-width: calc(100% - 8px);
      padding: 4px 8px;
      font-size: 11px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    [data-layer='video'] video {
      transition: none;
    }
    [data-layer='video'] :is(.still, .frame) {
      transition: none;
    }
  }
`;

export const playerStyles = [stageStyles, messageStyles, controlStyles, sizeStyles];
