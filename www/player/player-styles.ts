// Controls lie on the picture, so they are light on dark whatever the page is.

import { css } from 'lit';

export const playerStyles = css`
  :host {
    --accent: #8ab8ff;
    display: block;
    position: relative;
    container-type: inline-size;
    overflow: hidden;
    border-radius: var(--oriel-radius, 12px);
    background: #000;
    color: #fff;
    font:
      400 14px/1.4 system-ui,
      sans-serif;
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
  }
  :host(:fullscreen) .stage {
    height: 100%;
    aspect-ratio: auto;
  }
  video,
  .still,
  .message {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .still {
    pointer-events: none;
    opacity: 0;
  }
  .stage[data-kind='connecting'] .still,
  .stage[data-kind='paused'] .still {
    opacity: 1;
  }
  .stage[data-kind='waiting'] .still,
  .stage[data-kind='idle'] .still {
    opacity: 0.35;
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    padding: 44px 12px;
    text-align: center;
    text-wrap: balance;
    background: rgb(0 0 0 / 35%);
  }
  .message p {
    margin: 0;
    max-width: 44ch;
    overflow-wrap: anywhere;
    text-shadow: 0 1px 3px rgb(0 0 0 / 80%);
  }
  .message .reason {
    font-size: 16px;
    font-weight: 500;
  }
  .message .reason::first-letter {
    text-transform: uppercase;
  }
  .message .retry {
    color: #c9ced4;
    font-variant-numeric: tabular-nums;
  }
  .message button {
    min-height: 44px;
    margin-top: 8px;
    padding: 0 18px;
    border: 1px solid rgb(255 255 255 / 35%);
    border-radius: 22px;
    background: rgb(20 22 25 / 70%);
  }
  .message button:hover {
    background: rgb(60 64 70 / 80%);
  }
  .spinner {
    width: 28px;
    height: 28px;
    margin-bottom: 8px;
    border: 3px solid rgb(255 255 255 / 25%);
    border-top-color: #fff;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .badge {
    position: absolute;
    top: 0;
    /* Cameras like to write their clock into the left corner. */
    right: 0;
    min-width: 44px;
    min-height: 44px;
    padding: 8px;
    border: 0;
    background: none;
    font-size: 13px;
    text-align: right;
  }
  .badge span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 3px 9px 3px 8px;
    border-radius: 14px;
    background: rgb(10 12 14 / 72%);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .badge b {
    margin-right: -2px;
    font-weight: inherit;
  }
  .badge span::before {
    content: '';
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: #9aa3ad;
  }
  .badge.live span::before {
    background: #4cc38a;
  }
  .badge.behind span {
    background: #f2b84b;
    color: #1d1400;
  }
  .badge.behind span::before {
    background: #7a4d00;
  }
  .badge.waiting span::before {
    background: #ff7b72;
  }
  .badge:focus-visible,
  .bar button:focus-visible {
    outline-offset: -4px;
  }
  .bar {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    align-items: center;
    padding: 24px 4px 2px;
    background: linear-gradient(transparent, rgb(0 0 0 / 70%));
    opacity: 0;
    transition: opacity 0.2s;
  }
  .stage.touched .bar,
  .stage:not([data-kind='live']) .bar,
  .bar:focus-within {
    opacity: 1;
  }
  .bar button {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
  }
  .bar button:hover {
    background: rgb(255 255 255 / 14%);
  }
  .bar .gap {
    flex: 1;
  }
  @container (max-width: 340px) {
    oriel-protocol-switch,
    .badge .protocol {
      display: none;
    }
    .message {
      padding: 40px 6px;
    }
    .message .reason {
      font-size: 13px;
      line-height: 1.25;
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
    }
    .retry + button,
    .spinner {
      display: none;
    }
    .message button {
      margin: 0;
    }
    .retry {
      font-size: 12px;
    }
  }
  @container (max-width: 240px) {
    div.badge {
      display: none;
    }
    .message {
      gap: 0;
      padding: 4px;
    }
    .message .reason {
      font-size: 12px;
      -webkit-line-clamp: 2;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
      border-color: rgb(255 255 255 / 60%);
    }
    .bar {
      transition: none;
    }
  }
`;
