// Drawn for 24 by 24.

import { svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { html } from 'lit';

export function icon(paths: SVGTemplateResult): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;
}

/** A bay window, which an oriel is. */
export const cameraIcon = icon(
  svg`<path d="M4 20V8l4-4h8l4 4v12M2.5 20h19M8 4v16M16 4v16M4 13h16" />`,
);
