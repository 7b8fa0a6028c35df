// What the pages have in common.

import { css } from 'lit';

export const pageStyles = css`
  :host {
    display: block;
    max-width: 2400px;
    margin: 0 auto;
    padding: 0 max(16px, env(safe-area-inset-right)) 32px max(16px, env(safe-area-inset-left));
    color: var(--text);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    min-height: 60px;
    padding: 6px 0;
  }
  h1 {
    flex: 1 1 auto;
    margin: 0;
    font-size: 20px;
    font-weight: 600;
    line-height: 1.2;
    overflow-wrap: anywhere;
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
  pre {
    margin: 0 0 16px;
    padding: 14px 16px;
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--surface);
    font:
      400 14px/1.6 ui-monospace,
      monospace;
  }
  oriel-protocol-switch {
    --oriel-on-text: var(--ground);
    color: var(--quiet);
  }
  @media (max-width: 480px) {
    :host {
      padding-inline: 8px;
    }
  }
`;
