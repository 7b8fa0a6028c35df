// What all elements share: colours and the look of things that can be pressed. Dark first.

import { css } from 'lit';

export const colours = css`
  :host {
    --ground: #0e1012;
    --surface: #171a1e;
    --line: #2a2f36;
    --text: #e9ecef;
    --quiet: #9aa3ad;
    --accent: #8ab8ff;
    --good: #4cc38a;
    --warn: #f2b84b;
    --bad: #ff7b72;
  }
  @media (prefers-color-scheme: light) {
    :host {
      --ground: #f4f5f7;
      --surface: #ffffff;
      --line: #d8dce1;
      --text: #16191d;
      --quiet: #5a636d;
      --accent: #0b57d0;
      --good: #16794c;
      --warn: #8a5a00;
      --bad: #b3261e;
    }
  }
`;

export const basics = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  a {
    color: var(--accent);
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
