import assert from 'node:assert/strict';
import { test } from 'node:test';
import { menuItems } from '../../../www/player/menu-model.ts';
import type { MenuView } from '../../../www/player/menu-model.ts';

const VIEW: MenuView = {
  hasAudio: false,
  isMuted: true,
  canSave: false,
  canPicture: false,
  canSnapshot: false,
  hasStats: false,
  mayChange: false,
  isOff: false,
  protocol: 'auto',
  rendition: 'auto',
  current: null,
  renditions: [],
};
const RENDITIONS = [
  { id: 'video', width: 1280, height: 720, bitrate_kbps: 2100 },
  { id: '360p', width: 640, height: 360, bitrate_kbps: null },
];

const labels = (page: Parameters<typeof menuItems>[0], view: Partial<MenuView>): string[] =>
  menuItems(page, { ...VIEW, ...view }).map(({ label }) => label);

test('the menu offers what there is', () => {
  assert.deepEqual(labels('main', {}), ['Protocol', 'Statistics', 'Keyboard']);
  assert.deepEqual(
    labels('main', {
      hasAudio: true,
      canSave: true,
      canPicture: true,
      canSnapshot: true,
      renditions: RENDITIONS,
    }),
    [
      'Sound on',
      'Take a snapshot',
      'Save a clip',
      'Picture in picture',
      'Quality',
      'Protocol',
      'Statistics',
      'Keyboard',
    ],
  );
});

test('who may change the camera finds it there, on or off', () => {
  assert.deepEqual(labels('main', { mayChange: true }).slice(-2), [
    'Restart the camera',
    'Switch the camera off',
  ]);
  assert.deepEqual(labels('main', { mayChange: true, isOff: true }).at(-1), 'Switch the camera on');
});

test('quality is automatic, which says what that is now, or one of the sizes', () => {
  const [, small] = RENDITIONS;
  assert.ok(small !== undefined);
  const [auto, ...sizes] = menuItems('quality', {
    ...VIEW,
    renditions: RENDITIONS,
    current: small,
  });
  assert.deepEqual([auto?.label, auto?.isChecked, auto?.note], ['Automatic', true, '360p']);
  assert.deepEqual(
    sizes.map(({ label, note, isChecked }) => [label, note, isChecked]),
    [
      ['720p', '2.1 Mbit/s', false],
      ['360p', '', false],
    ],
  );
  const chosen = menuItems('quality', { ...VIEW, renditions: RENDITIONS, rendition: '360p' });
  assert.deepEqual(
    chosen.map(({ isChecked }) => isChecked),
    [false, false, true],
  );
});
