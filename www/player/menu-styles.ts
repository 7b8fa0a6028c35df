import { css } from 'lit';

export const menuStyles = css`
  .menu {
    position: absolute;
    inset: auto 4px 4px auto;
    box-sizing: border-box;
    width: max-content;
    min-width: min(220px, 100% - 8px);
    max-width: min(320px, calc(100vw - 16px));
    max-height: calc(100% - 8px);
    margin: 0;
    padding: 6px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid rgb(255 255 255 / 12%);
    border-radius: 14px;
    background: rgb(24 27 31 / 94%);
    box-shadow: 0 8px 32px rgb(0 0 0 / 45%);
    color: #f1f3f5;
    font:
      400 14px/1.3 var(--oriel-font, system-ui),
      sans-serif;
    z-index: 5;
  }
  .menu:popover-open {
    position: fixed;
    inset: auto;
    max-height: none;
    backdrop-filter: blur(18px);
    animation: rise 0.14s ease-out;
  }
  .menu:focus-visible {
    outline: none;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
  button {
    display: flex;
    align-items: center;
    gap: 12px;
    width: 100%;
    min-height: 44px;
    padding: 6px 12px 6px 10px;
    border: 0;
    border-radius: 9px;
    background: none;
    text-align: start;
  }
  button:hover {
    background: rgb(255 255 255 / 10%);
  }
  button:focus-visible {
    outline-offset: -2px;
  }
  button span {
    flex: 1;
  }
  button svg {
    flex: none;
    width: 22px;
    height: 22px;
  }
  button > svg:last-child:not(:first-child) {
    width: 18px;
    height: 18px;
    opacity: 0.7;
  }
  i {
    flex: none;
    width: 22px;
    height: 22px;
  }
  small {
    color: #aab2bb;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .title {
    margin-bottom: 4px;
    border-bottom: 1px solid rgb(255 255 255 / 12%);
    border-radius: 9px 9px 0 0;
    font-weight: 600;
  }
  dl {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 4px 10px 8px;
  }
  dl div {
    display: flex;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
    min-height: 32px;
  }
  dt {
    white-space: nowrap;
  }
  dd {
    margin: 0;
    color: #c9ced4;
    text-align: end;
  }
  kbd {
    display: inline-block;
    min-width: 24px;
    padding: 2px 6px;
    border: 1px solid rgb(255 255 255 / 22%);
    border-radius: 6px;
    background: rgb(255 255 255 / 8%);
    font: inherit;
    font-size: 12px;
    text-align: center;
  }
  @media (prefers-reduced-motion: reduce) {
    .menu:popover-open {
      animation: none;
    }
  }
`;
