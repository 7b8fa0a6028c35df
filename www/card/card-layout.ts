// How a card arranges its cameras, and how much room it asks Home Assistant for.

import type { CardConfig } from './card-config.ts';
import type { GridOptions } from './home-assistant.ts';

export type Layout = 'single' | 'grid' | 'carousel';

export function layoutOf({ layout }: Pick<CardConfig, 'layout'>, cameras: number): Layout {
  if (cameras <= 1) return 'single';
  return layout === 'auto' ? 'grid' : layout;
}

/** At most: a narrow card has fewer. */
export function columnsOf({ columns }: Pick<CardConfig, 'columns'>, cameras: number): number {
  if (columns !== null) return Math.min(columns, cameras);
  // Two by two, three by three: rows of equal length look calm.
  return Math.min(Math.ceil(Math.sqrt(cameras)), 4);
}

type Sizing = Pick<CardConfig, 'layout' | 'columns' | 'title' | 'cameras'>;

export function gridOptionsOf(config: Sizing, cameras: number): GridOptions {
  const isWide = layoutOf(config, cameras) === 'grid' && columnsOf(config, cameras) > 2;
  return { columns: isWide ? 'full' : 12, rows: 'auto', min_columns: 3, min_rows: 2 };
}

/** For masonry views: in steps of 50 px, for a card of the usual 480 px. */
export function cardSizeOf(config: Sizing, cameras: number): number {
  const title = config.title === null ? 0 : 1;
  if (layoutOf(config, cameras) !== 'grid') return 6 + title;
  const columns = Math.min(columnsOf(config, cameras), 2);
  return Math.ceil(cameras / columns) * Math.ceil(6 / columns) + title;
}
