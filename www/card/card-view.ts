// What the card looks like in each of its states. Templates only; the element decides.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AppState, AppTrouble } from './app-state.ts';
import type { ShownCamera } from './camera-list.ts';
import type { CardConfig } from './card-config.ts';
import { columnsOf, layoutOf } from './card-layout.ts';
import type { NoticeReason } from './notice/app-notice.ts';

export interface CardView {
  readonly config: CardConfig;
  readonly app: AppState;
  /** Null as long as nobody knows which. */
  readonly cameras: readonly ShownCamera[] | null;
  /** The one that is large, where one is. */
  readonly chosen: number;
  /** The card's height is given from outside. */
  readonly isFixed: boolean;
  readonly pictureOf: (camera: ShownCamera) => string | null;
  readonly mayChange: (camera: ShownCamera) => boolean;
  readonly choose: (index: number) => void;
}

/** Trouble that players on the card tell themselves. */
const TOLD_BY_PLAYERS: ReadonlySet<AppTrouble> = new Set(['no_answer', 'home_assistant_away']);

/** What has to be said instead of pictures, or over them. */
export function noticeOf({ app, cameras }: Pick<CardView, 'app' | 'cameras'>): NoticeReason | null {
  const { trouble } = app;
  const hasPictures = cameras !== null && cameras.length > 0;
  if (trouble !== null) {
    const isTold = hasPictures && app.rootUrl !== null && TOLD_BY_PLAYERS.has(trouble);
    return isTold ? null : trouble;
  }
  if (hasPictures) return null;
  return cameras === null ? 'connecting' : 'no_cameras';
}

export function renderBody(view: CardView): TemplateResult {
  const { cameras } = view;
  const notice = noticeOf(view);
  const hasPictures = cameras !== null && cameras.length > 0;
  return html`<div class="body ${view.isFixed ? 'fixed' : ''}">
    ${
      hasPictures
        ? html`<div class="pictures" ?inert=${notice !== null}>
            ${renderPictures(view, cameras)}
          </div>`
        : nothing
    }
    ${
      notice === null
        ? nothing
        : html`<oriel-notice .reason=${notice} ?over=${hasPictures}></oriel-notice>`
    }
  </div>`;
}

function renderPictures(view: CardView, cameras: readonly ShownCamera[]): TemplateResult {
  const layout = layoutOf(view.config, cameras.length);
  switch (layout) {
    case 'grid':
      return html`<ul class="grid" style="--columns: ${columnsOf(view.config, cameras.length)}">
        ${cameras.map(
          (camera) =>
            html`<li>${renderTile(view, camera, view.config.aspectRatio ?? '16 / 9')}</li>`,
        )}
      </ul>`;
    case 'carousel':
      return html`<oriel-carousel .cameras=${cameras}>
        ${cameras.map((camera) => renderTile(view, camera, view.config.aspectRatio ?? '16 / 9'))}
      </oriel-carousel>`;
    case 'single':
      return renderSingle(view, cameras);
    default:
      return layout satisfies never;
  }
}

function renderSingle(view: CardView, cameras: readonly ShownCamera[]): TemplateResult {
  const at = Math.min(view.chosen, cameras.length - 1);
  const camera = cameras[at];
  return html`<div class="large">
    ${camera === undefined ? nothing : renderTile(view, camera, view.config.aspectRatio)}
    ${
      cameras.length < 2
        ? nothing
        : html`<oriel-choice
            .cameras=${cameras}
            .at=${at}
            @camera-choice=${({ detail }: CustomEvent<number>) => view.choose(detail)}
          ></oriel-choice>`
    }
  </div>`;
}

function renderTile(view: CardView, camera: ShownCamera, ratio: string | null): TemplateResult {
  return html`<oriel-tile
    ?fill=${view.isFixed}
    .rootUrl=${view.app.rootUrl}
    .camera=${camera}
    .config=${view.config}
    .picture=${view.pictureOf(camera)}
    .mayChange=${view.mayChange(camera)}
    .known=${view.app.cameras}
    .ratio=${ratio}
  ></oriel-tile>`;
}
