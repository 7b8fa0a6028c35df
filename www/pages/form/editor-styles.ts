import { css } from 'lit';

export const editorStyles = css`
  :host {
    display: block;
    max-width: 760px;
    margin: 0 auto;
  }
  form {
    display: grid;
    gap: 16px;
  }
  .field {
    min-width: 0;
  }
  .field + .pair,
  .pair {
    margin-top: 14px;
  }
  h2 + .pair {
    margin-top: 0;
  }
  .pair,
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
    gap: 14px 20px;
    align-items: start;
  }
  .with-button {
    display: flex;
    gap: 8px;
  }
  .with-button input {
    flex: 1;
    min-width: 0;
  }
  .mono {
    /* Smaller, Safari zooms in, and Chromium cuts off underscores. */
    font:
      400 16px/24px ui-monospace,
      monospace !important;
    letter-spacing: -0.02em;
  }
  /* What gets the focus is not hidden behind the actions. */
  input,
  select,
  summary,
  section button {
    scroll-margin-bottom: 110px;
  }
  input[readonly] {
    border-color: var(--line);
    background: none;
    color: var(--quiet);
  }
  .examples {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr));
    gap: 8px;
    margin-top: 14px;
  }
  .examples button {
    flex-direction: column;
    align-items: flex-start;
    gap: 2px;
    min-width: 0;
    min-height: 56px;
    padding: 8px 12px;
    border-color: var(--line);
    font-weight: 400;
    text-align: left;
  }
  .examples span {
    font-size: 14px;
  }
  .examples code {
    max-width: 100%;
    color: var(--quiet);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .switch {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
    margin: 0;
    cursor: pointer;
  }
  .switch input {
    position: relative;
    flex: none;
    width: 44px;
    height: 26px;
    margin: 0;
    border: 1px solid var(--edge);
    border-radius: 13px;
    background: var(--field);
    appearance: none;
    cursor: pointer;
    transition: background-color 120ms;
  }
  .switch input::before {
    content: '';
    position: absolute;
    top: 3px;
    left: 3px;
    width: 18px;
    height: 18px;
    border-radius: 50%;
    background: var(--edge);
    transition: transform 120ms;
  }
  .switch input:checked {
    border-color: var(--accent);
    background: var(--accent);
  }
  .switch input:checked::before {
    background: var(--on-accent);
    transform: translateX(18px);
  }
  fieldset {
    min-width: 0;
    margin: 20px 0 0;
    padding: 16px 0 0;
    border: 0;
    border-top: 1px solid var(--line);
  }
  legend {
    float: left;
    width: 100%;
    margin-bottom: 12px;
    padding: 0;
    color: var(--quiet);
    font-size: 14px;
    font-weight: 600;
  }
  legend + * {
    clear: both;
  }
  .probe {
    margin-top: 16px;
    padding: 14px 16px;
    border-radius: 10px;
    background: var(--well);
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .probe.found {
    border-left: 4px solid var(--good);
  }
  .probe.failed {
    border-left: 4px solid var(--bad);
  }
  .probe h3 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0 0 8px;
    font-size: 15px;
    font-weight: 600;
  }
  .found h3 .icon {
    color: var(--good);
  }
  .failed h3 .icon {
    color: var(--bad);
  }
  .probe p {
    margin: 0 0 4px;
  }
  .probe p.hint {
    margin-top: 6px;
    font-size: 14px;
  }
  .probe p.detail {
    font:
      400 13px/1.5 ui-monospace,
      monospace;
  }
  .probe dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 28px;
    margin: 0 0 14px;
  }
  .probe dt {
    color: var(--quiet);
    font-size: 13px;
  }
  .probe dd {
    margin: 0;
    font-weight: 500;
  }
  .probe ul {
    margin: 0;
    padding-left: 20px;
  }
  .probe .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }
  .progress {
    position: relative;
    height: 4px;
    margin: -14px -16px 12px;
    overflow: hidden;
    background: color-mix(in srgb, var(--accent) 20%, transparent);
  }
  .progress::before {
    content: '';
    position: absolute;
    inset: 0 70% 0 0;
    background: var(--accent);
    animation: along 1.4s ease-in-out infinite alternate;
  }
  @keyframes along {
    to {
      transform: translateX(234%);
    }
  }
  .banner {
    display: flex;
    gap: 10px;
    margin: 0;
    padding: 12px 16px;
    border: 1px solid var(--line);
    border-left: 4px solid var(--good);
    border-radius: 10px;
    background: var(--surface);
  }
  .banner.bad {
    border-left-color: var(--bad);
  }
  .banner .icon {
    flex: none;
    color: var(--good);
  }
  .banner.bad .icon {
    color: var(--bad);
  }
  .banner p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .actions {
    position: sticky;
    bottom: 0;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 0 10px;
    padding: 12px 0 max(12px, env(safe-area-inset-bottom));
    background: linear-gradient(transparent, var(--ground) 12px);
  }
  .told {
    flex: 1 0 100%;
  }
  .banner {
    margin: 12px 0;
    box-shadow: 0 4px 20px rgb(0 0 0 / 25%);
  }
  .actions .remove {
    margin-right: auto;
  }
  @media (max-width: 480px) {
    .with-button {
      flex-direction: column;
    }
    .with-button input {
      flex: none;
    }
    .actions button:not(.remove) {
      flex: 1 1 auto;
    }
  }
`;
