// Badge and bar.

import { css } from 'lit';

export const controlStyles = css`
  .badge {
    position: absolute;
    top: 0;
    /* Cameras like to write their clock into the left corner. */
    right: 0;
    display: flex;
    justify-content: flex-end;
    align-items: flex-start;
    min-width: 44px;
    min-height: 44px;
    padding: 8px;
    border: 0;
    background: none;
    font-size: 13px;
    line-height: 1.4;
    z-index: 2;
  }
  .badge span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 3px 10px 3px 8px;
    border-radius: 14px;
    background: rgb(14 16 18 / 68%);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    transition: background 0.2s;
  }
  button.badge:hover span {
    background: rgb(50 54 60 / 82%);
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
  .badge.replay span::before {
    background: var(--accent);
  }
  .badge.connecting span::before {
    background: #f2b84b;
  }
  .badge.waiting span::before {
    background: #ff7b72;
  }
  .badge.behind span,
  button.badge.behind:hover span {
    background: #f2b84b;
    color: #1d1400;
  }
  .badge.behind span::before {
    background: #7a4d00;
  }

  .hint {
    position: absolute;
    left: 0;
    bottom: 0;
    min-height: 44px;
    padding: 8px;
    border: 0;
    background: none;
    z-index: 2;
    transition: bottom 0.15s;
  }
  .touched .hint {
    bottom: 76px;
  }
  .hint span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 4px 12px 4px 8px;
    border-radius: 16px;
    background: rgb(255 255 255 / 92%);
    color: #16191d;
    font-size: 13px;
    font-weight: 500;
    white-space: nowrap;
  }
  .hint svg {
    width: 20px;
    height: 20px;
  }

  .bar {
    position: absolute;
    inset: auto 0 0;
    padding: 44px 6px 4px;
    background: linear-gradient(
      transparent,
      rgb(0 0 0 / 12%) 25%,
      rgb(0 0 0 / 38%) 55%,
      rgb(0 0 0 / 70%)
    );
    opacity: 0;
    pointer-events: none;
    transition: opacity 0.2s;
    z-index: 2;
  }
  .touched .bar {
    opacity: 1;
  }
  .touched .bar > * {
    pointer-events: auto;
  }
  /* Apart, since old browsers drop the whole rule. */
  .stage:has(:focus-visible) .bar {
    opacity: 1;
  }
  .stage:has(:focus-visible) .bar > * {
    pointer-events: auto;
  }
  .row {
    display: flex;
    align-items: center;
  }
  .row button {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 10px;
    background: none;
    filter: drop-shadow(0 0 2px rgb(0 0 0 / 50%));
  }
  .row button:hover {
    background: rgb(255 255 255 / 16%);
  }
  .row button:active {
    background: rgb(255 255 255 / 26%);
  }
  .row .to-live {
    width: auto;
    padding: 0 6px;
    background: none;
  }
  .row .to-live:hover {
    background: none;
  }
  .to-live span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 5px 12px;
    border-radius: 15px;
    background: var(--accent);
    color: #10151c;
    font-size: 13px;
    font-weight: 600;
    white-space: nowrap;
  }
  .to-live:hover span {
    filter: brightness(1.12);
  }
  .usual,
  .sound {
    display: flex;
  }
  .gap {
    flex: 1;
  }
  .badge:focus-visible,
  .hint:focus-visible,
  .row button:focus-visible {
    outline-offset: -4px;
  }
`;
