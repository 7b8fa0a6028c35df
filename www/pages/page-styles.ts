// What the pages have in common.

import { css } from 'lit';

/** Beside the colours that all elements share. */
export const pageColours = css`
  :host {
    --edge: #69727d;
    --field: #101316;
    --on-accent: #06142c;
    --on-bad: #2b0503;
    --well: color-mix(in srgb, var(--text) 6%, var(--surface));
  }
  @media (prefers-color-scheme: light) {
    :host {
      --edge: #848c96;
      --field: #ffffff;
      --on-accent: #ffffff;
      --on-bad: #ffffff;
    }
  }
`;

export const pageStyles = css`
  :host {
    display: block;
    max-width: 2400px;
    min-height: 100vh;
    margin: 0 auto;
    padding: 0 max(16px, env(safe-area-inset-right)) max(24px, env(safe-area-inset-bottom))
      max(16px, env(safe-area-inset-left));
    color: var(--text);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    min-height: 64px;
    padding: 8px 0;
  }
  h1 {
    flex: 1 1 auto;
    margin: 0;
    font-size: 20px;
    font-weight: 600;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  h1:focus {
    outline: none;
  }
  .back {
    margin-left: -12px;
  }
  .notice {
    max-width: 60ch;
    margin: 12vh auto 0;
  }
  .notice h2 {
    margin: 0 0 8px;
    font-size: 22px;
    font-weight: 600;
  }
  .notice p {
    margin: 0 0 16px;
    color: var(--quiet);
  }
  .look-only {
    color: var(--quiet);
    font-size: 14px;
  }
  oriel-protocol-switch {
    --oriel-on-text: var(--ground);
    color: var(--quiet);
  }
  @media (max-width: 480px) {
    :host {
      padding-inline: 10px;
    }
    header .text {
      display: none;
    }
    header .button {
      padding: 0 11px;
    }
    header .button .icon {
      margin: 0;
    }
  }
`;
