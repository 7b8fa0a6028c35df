import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCardConfig } from '../../../www/card/card-config.ts';
import { cardSizeOf, columnsOf, gridOptionsOf, layoutOf } from '../../../www/card/card-layout.ts';

const AUTO = parseCardConfig({});

test('one camera is large, several make a grid, unless the card says otherwise', () => {
  assert.equal(layoutOf(AUTO, 0), 'single');
  assert.equal(layoutOf(AUTO, 1), 'single');
  assert.equal(layoutOf(AUTO, 2), 'grid');
  assert.equal(layoutOf(parseCardConfig({ layout: 'carousel' }), 3), 'carousel');
  assert.equal(layoutOf(parseCardConfig({ layout: 'carousel' }), 1), 'single');
});

test('grids are about as wide as they are high', () => {
  const columns = [1, 2, 3, 4, 5, 9, 10, 16, 40].map((cameras) => columnsOf(AUTO, cameras));
  assert.deepEqual(columns, [1, 2, 2, 2, 3, 3, 4, 4, 4]);
  assert.equal(columnsOf(parseCardConfig({ columns: 6 }), 4), 4);
  assert.equal(columnsOf(parseCardConfig({ columns: 1 }), 4), 1);
});

test('in sections a card is as wide as a section, with many cameras as wide as all', () => {
  const common = { rows: 'auto', min_columns: 3, min_rows: 2 };
  assert.deepEqual(gridOptionsOf(AUTO, 1), { columns: 12, ...common });
  assert.deepEqual(gridOptionsOf(AUTO, 4), { columns: 12, ...common });
  assert.deepEqual(gridOptionsOf(AUTO, 12), { columns: 'full', ...common });
});

test('a masonry view learns about how high the card is', () => {
  assert.equal(cardSizeOf(AUTO, 1), 6);
  assert.equal(cardSizeOf(parseCardConfig({ title: 'Outside' }), 1), 7);
  assert.equal(cardSizeOf(AUTO, 4), 6);
  assert.equal(cardSizeOf(AUTO, 5), 9);
  assert.equal(cardSizeOf(parseCardConfig({ layout: 'carousel' }), 9), 6);
});
