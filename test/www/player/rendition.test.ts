import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseRendition } from '../../../www/player/rendition-choice.ts';
import { RenditionPicker } from '../../../www/player/rendition-picker.ts';

const RENDITIONS = [
  { id: 'video', width: 1920, height: 1080, bitrate_kbps: 4000 },
  { id: '720p', width: 1280, height: 720, bitrate_kbps: 2000 },
  { id: '360p', width: 640, height: 360, bitrate_kbps: 600 },
];

const choose = (shownHeight: number, more: { wish?: string; stepsDown?: number } = {}): string =>
  chooseRendition(RENDITIONS, { wish: 'auto', stepsDown: 0, shownHeight, ...more })?.id ?? 'none';

test('automatic is the smallest picture that fills the element', () => {
  assert.deepEqual(
    [84, 360, 500, 720, 900, 2160].map((height) => choose(height)),
    ['360p', '360p', '720p', '720p', 'video', 'video'],
  );
});

test('a wish counts more than size, unless there is no such picture', () => {
  assert.equal(choose(2160, { wish: '360p' }), '360p');
  assert.equal(choose(360, { wish: '480p' }), '360p');
});

test('a camera of one picture leaves no choice', () => {
  const [only] = RENDITIONS;
  const wish = { wish: 'auto', shownHeight: 100, stepsDown: 0 };
  assert.equal(chooseRendition(only === undefined ? [] : [only], wish), null);
  assert.equal(chooseRendition([], wish), null);
});

function pickerOf(): { picker: RenditionPicker; told: (string | null)[] } {
  const told: (string | null)[] = [];
  const picker = new RenditionPicker((rendition) => told.push(rendition));
  picker.setShownHeight(1080);
  picker.setRenditions(RENDITIONS);
  return { picker, told };
}

test('trouble leads one size down at a time, as far as there is one', () => {
  const { picker, told } = pickerOf();
  assert.deepEqual(
    [picker.change('smaller'), picker.change('smaller'), picker.change('smaller')],
    [true, true, false],
  );
  assert.deepEqual(told, ['video', '720p', '360p']);
});

test('calm leads up again, and less soon each time it does not hold', () => {
  const { picker } = pickerOf();
  const calmTimes = (): number => {
    let times = 1;
    while (!picker.change('larger')) times++;
    return times;
  };
  assert.equal(picker.change('larger'), false);
  picker.change('smaller');
  const waits = [calmTimes()];
  picker.change('smaller');
  waits.push(calmTimes());
  picker.change('smaller');
  waits.push(calmTimes());
  assert.deepEqual(waits, [1, 2, 4]);
});

test('an element that grows gets a larger picture, and the same one is not told twice', () => {
  const { picker, told } = pickerOf();
  picker.setShownHeight(300);
  picker.setShownHeight(310);
  picker.setShownHeight(1080);
  assert.deepEqual(told, ['video', '360p', 'video']);
});
