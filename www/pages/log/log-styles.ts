import { css } from 'lit';

export const logStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: calc(100vh - 92px);
    height: calc(100dvh - 92px);
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    padding-bottom: 12px;
  }
  .field {
    flex: 0 1 200px;
    min-width: 140px;
  }
  .field.search {
    flex: 1 1 200px;
  }
  .buttons {
    display: flex;
    gap: 8px;
    margin-left: auto;
  }
  .window {
    flex: 1;
    position: relative;
    min-height: 0;
  }
  .lines {
    height: 100%;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
    font:
      400 13px/1.5 ui-monospace,
      monospace;
  }
  ol {
    margin: 0;
    padding: 8px 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 8.2em 4.2em minmax(0, 1fr);
    gap: 0 8px;
    padding: 1px 12px;
    overflow-wrap: anywhere;
  }
  time,
  .level {
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  .camera {
    color: var(--accent);
  }
  li.warn {
    background: color-mix(in srgb, var(--warn) 9%, transparent);
  }
  li.warn .level {
    color: var(--warn);
    font-weight: 600;
  }
  li.error {
    background: color-mix(in srgb, var(--bad) 10%, transparent);
  }
  li.error .level {
    color: var(--bad);
    font-weight: 600;
  }
  li.lost {
    display: block;
    color: var(--quiet);
    font-style: italic;
  }
  .nothing {
    padding: 16px;
    color: var(--quiet);
    font:
      400 15px/1.5 system-ui,
      sans-serif;
  }
  .newest {
    position: absolute;
    right: 16px;
    bottom: 16px;
    box-shadow: 0 2px 12px rgb(0 0 0 / 30%);
  }
  .state {
    margin: 0;
    padding: 8px 2px 0;
    color: var(--quiet);
    font-size: 13px;
  }
  .state.cut {
    color: var(--warn);
  }
  @media (max-width: 600px) {
    :host {
      height: calc(100dvh - 76px);
    }
    .field {
      flex: 1 1 40%;
    }
    .buttons {
      margin-left: 0;
    }
    li {
      grid-template-columns: 8.2em 1fr;
      padding: 4px 10px;
    }
    li .text {
      grid-column: 1 / -1;
    }
  }
`;
