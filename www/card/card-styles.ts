// The card takes colours, corners and letters from Home Assistant's theme.

import { css } from 'lit';

export const cardStyles = css`
  :host {
    display: block;
    height: 100%;
    --oriel-accent: var(--primary-color, #38b6de);
    --oriel-font: var(--ha-font-family-body, Roboto, system-ui, sans-serif);
    --card-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
  }
  /* It lies on pictures, which are dark in light themes too. */
  @supports (color: color-mix(in srgb, red, blue)) {
    :host {
      --oriel-accent: color-mix(in srgb, var(--primary-color, #009ac7) 62%, white);
    }
  }
  ha-card,
  .ha-card {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
    font-family: var(--oriel-font);
    font-size: 14px;
    line-height: 1.4;
    color: var(--primary-text-color, #141414);
    container-type: inline-size;
  }
  /* Where Home Assistant's own is not there: it looks the same. */
  .ha-card {
    box-sizing: border-box;
    position: relative;
    border: var(--ha-card-border-width, 1px) solid
      var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--card-radius);
    background: var(--ha-card-background, var(--card-background-color, #fff));
    box-shadow: var(--ha-card-box-shadow, none);
  }
  h2 {
    margin: 0;
    padding: 12px 16px 10px;
    font-size: var(--ha-card-header-font-size, 20px);
    font-weight: 400;
    line-height: 1.3;
    letter-spacing: -0.012em;
    color: var(--ha-card-header-color, var(--primary-text-color, #141414));
    overflow-wrap: anywhere;
  }
  .body {
    flex: 1;
    min-height: 0;
    position: relative;
    display: grid;
  }
  .body > * {
    min-width: 0;
    min-height: 0;
  }
  .grid {
    --gap: 6px;
    --oriel-tile-radius: max(calc(var(--card-radius) - var(--gap)), 4px);
    display: grid;
    gap: var(--gap);
    padding: var(--gap);
    margin: 0;
    list-style: none;
    /* At most so many columns, fewer where they would be narrower than a hand. */
    grid-template-columns: repeat(
      auto-fill,
      minmax(
        max(
          min(100%, var(--narrowest, 148px)),
          (100% - (var(--columns) - 1) * var(--gap)) / var(--columns) - 0.02px
        ),
        1fr
      )
    );
  }
  .fixed .grid {
    --narrowest: 104px;
    grid-auto-rows: minmax(0, 1fr);
  }
  .grid li {
    display: grid;
    min-height: 0;
  }
  /* Its code comes a moment later. */
  oriel-carousel:not(:defined) {
    display: block;
  }
  oriel-carousel:not(:defined) > :not(:first-child) {
    display: none;
  }
  .large {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .large oriel-tile {
    flex: 1;
    min-height: 0;
  }
  .pictures {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    min-height: 0;
  }
  .pictures > * {
    min-width: 0;
    min-height: 0;
  }
  .pictures,
  oriel-notice {
    grid-area: 1 / 1;
  }
  oriel-notice {
    min-height: 120px;
    z-index: 2;
  }
  @container (max-width: 240px) {
    h2 {
      padding: 8px 10px 6px;
      font-size: 15px;
    }
    .grid {
      --gap: 4px;
    }
  }
`;
