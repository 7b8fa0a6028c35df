// Buttons, fields and panels, alike on all pages.

import { css } from 'lit';

export const controlStyles = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 44px;
    min-height: 44px;
    padding: 0 16px;
    border: 1px solid var(--edge);
    border-radius: 10px;
    background: var(--surface);
    color: var(--text);
    font-size: 15px;
    font-weight: 500;
    line-height: 1.2;
    text-decoration: none;
    cursor: pointer;
    transition: background-color 120ms;
  }
  button .icon,
  .button .icon {
    flex: none;
    margin-left: -4px;
  }
  button:hover,
  .button:hover {
    background: var(--well);
  }
  .primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent) 86%, var(--text));
  }
  .quiet {
    border-color: transparent;
    background: none;
    color: var(--quiet);
  }
  .quiet:hover {
    background: var(--well);
    color: var(--text);
  }
  .danger {
    color: var(--bad);
  }
  .primary.danger {
    background: var(--bad);
    color: var(--on-bad);
  }
  .only-icon {
    width: 44px;
    padding: 0;
  }
  .only-icon .icon {
    margin: 0;
  }
  button[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  label {
    display: block;
    margin-bottom: 4px;
    color: var(--text);
    font-size: 14px;
    font-weight: 500;
  }
  input:not([type='checkbox'], [type='radio']),
  select {
    width: 100%;
    height: 44px;
    padding: 0 12px;
    border: 1px solid var(--edge);
    border-radius: 10px;
    background: var(--field);
    color: var(--text);
    font: inherit;
  }
  select {
    padding-right: 36px;
    appearance: none;
    background-image:
      linear-gradient(45deg, transparent 50%, var(--quiet) 50%),
      linear-gradient(-45deg, transparent 50%, var(--quiet) 50%);
    background-position:
      right 19px top 19px,
      right 14px top 19px;
    background-size: 5px 6px;
    background-repeat: no-repeat;
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  input[aria-invalid='true'],
  select[aria-invalid='true'] {
    border-color: var(--bad);
    box-shadow: inset 0 0 0 1px var(--bad);
  }
  .panel {
    padding: 18px 20px 20px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
  }
  .panel h2 {
    margin: 0 0 12px;
    font-size: 17px;
    font-weight: 600;
  }
  .hint {
    margin: 4px 0 0;
    color: var(--quiet);
    font-size: 13px;
    line-height: 1.45;
  }
  .fault {
    margin: 4px 0 0;
    color: var(--bad);
    font-size: 13px;
    line-height: 1.45;
  }
  @media (max-width: 480px) {
    .panel {
      padding: 14px 14px 16px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation-duration: 0s !important;
    }
  }
`;
