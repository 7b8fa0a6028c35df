// A picture is dark, and so is what lies on it, whatever the theme.

import { css } from 'lit';

export const tileStyles = css`
  :host {
    display: grid;
    position: relative;
    container-type: inline-size;
    border-radius: var(--oriel-tile-radius, 0);
    overflow: hidden;
    background: #101214;
    color: #fff;
    isolation: isolate;
  }
  :host([fill]) {
    height: 100%;
  }
  .frame {
    position: relative;
    align-self: stretch;
    width: 100%;
    overflow: hidden;
    -webkit-touch-callout: none;
  }
  :host([fill]) .frame {
    height: 100%;
  }
  img,
  .blank,
  oriel-player {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  img {
    object-fit: contain;
  }
  img.cover {
    object-fit: cover;
  }
  .blank {
    display: grid;
    place-items: center;
    color: rgb(255 255 255 / 22%);
  }
  .blank svg {
    width: clamp(24px, 14cqi, 56px);
  }
  oriel-player {
    --oriel-radius: 0;
  }
  .message {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    padding: 8px 12px;
    background: rgb(0 0 0 / 45%);
    text-align: center;
    text-wrap: balance;
  }
  .message p {
    margin: 0;
    max-width: 40ch;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .message .more {
    font-size: 0.92em;
    font-weight: 400;
    color: #d3d7db;
  }
  .message button {
    min-height: 44px;
    margin-top: 6px;
    padding: 0 18px;
    border: 1px solid rgb(255 255 255 / 40%);
    border-radius: 22px;
    background: rgb(20 22 25 / 70%);
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--oriel-accent, #8ab8ff);
    outline-offset: -4px;
  }
  .name {
    position: absolute;
    bottom: 8px;
    left: 8px;
    box-sizing: border-box;
    max-width: calc(100% - 16px);
    padding: 3px 10px;
    border-radius: 14px;
    background: rgb(10 12 14 / 72%);
    font-size: 13px;
    line-height: 1.4;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
  }
  button.name {
    border: 0;
    color: inherit;
    font-family: inherit;
    cursor: pointer;
    pointer-events: auto;
  }
  /* A finger hits it all the same. */
  button.name::after {
    content: '';
    position: absolute;
    inset: -10px;
  }
  .unseen:not(:focus-visible) {
    opacity: 0;
    pointer-events: none;
  }
  /* Below, cameras seldom write a clock; while the player's controls are there, it is above, beside the badge. */
  :host(:hover) .name,
  :host(:focus-within) .name,
  :host(:not([data-kind='live'], [data-kind='idle'], [data-kind='stills'])) .name {
    top: 8px;
    bottom: auto;
    max-width: calc(100% - 16px - min(50%, 122px));
  }
  @container (max-width: 240px) {
    .name,
    :host(:hover) .name {
      margin: -3px;
      padding: 2px 8px;
      font-size: 12px;
    }
    .message {
      padding: 4px 6px;
      font-size: 12px;
      line-height: 1.3;
    }
  }
`;
