import { css } from 'lit';

export const cameraPageStyles = css`
  /* As wide as a picture that fits above the facts; most are 16:9. */
  :host {
    max-width: calc(max(320px, 100vh - 170px) * 16 / 9);
  }
  :host(.wide) {
    max-width: 1500px;
  }
  oriel-player {
    max-width: calc(max(240px, 100vh - 170px) * (var(--oriel-aspect-ratio, 16 / 9)));
    margin: 0 auto;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(130px, 1fr));
    gap: 14px 24px;
    margin: 18px 2px 22px;
  }
  .facts div:last-child {
    grid-column: span 2;
  }
  dt {
    color: var(--quiet);
    font-size: 13px;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .more {
    display: grid;
    gap: 16px;
  }
  .save {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .keys dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr));
    gap: 8px 24px;
    margin: 12px 0 0;
  }
  .keys dl div {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .keys dt {
    min-width: 76px;
  }
  kbd {
    display: inline-block;
    min-width: 30px;
    padding: 4px 8px;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--well);
    color: var(--text);
    font:
      500 13px/1.3 system-ui,
      sans-serif;
    text-align: center;
  }
  .settings .picture {
    display: none;
  }
  @media (min-width: 1180px) {
    .settings {
      display: grid;
      grid-template-columns: minmax(0, 720px) minmax(320px, 1fr);
      gap: 24px;
      align-items: start;
    }
    .settings .picture {
      display: block;
      position: sticky;
      top: 16px;
    }
  }
`;
