import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Muting } from '../../../www/player/muting.ts';
import type { MutableVideo } from '../../../www/player/muting.ts';

class Video implements MutableVideo {
  muted = true;
  volume = 1;
  paused = false;
  playbackRate = 1;

  async play(): Promise<void> {
    this.paused = false;
  }
}

function openVideo(): { video: Video; muting: Muting } {
  const video = new Video();
  return {
    video,
    muting: new Muting(
      () => video,
      () => {},
    ),
  };
}

/** As WebKitGTK does it: before anybody hears of it. */
function changeSpeed(video: Video, muting: Muting, rate: number): void {
  const mayBeHeard = video.volume > 0;
  const wasMuted = video.muted;
  video.playbackRate = rate;
  video.muted = false;
  if (wasMuted && mayBeHeard) video.paused = true;
  if (wasMuted) muting.onVolumeChange();
  muting.onRateChange();
}

test('a browser that forgets at another speed that a video is muted stays silent, and plays on', () => {
  const { video, muting } = openVideo();
  for (const rate of [1.05, 1.1, 1]) {
    changeSpeed(video, muting, rate);
    assert.equal(muting.isMuted, true);
    assert.equal(video.paused, false);
  }
});

test('in such a browser, sound is still turned on and off by who watches', () => {
  const { video, muting } = openVideo();
  changeSpeed(video, muting, 1.05);
  muting.set(muting.isMuted);
  changeSpeed(video, muting, 1.1);
  assert.deepEqual([muting.isMuted, video.muted, video.volume], [false, false, 1]);
  muting.set(muting.isMuted);
  changeSpeed(video, muting, 1);
  assert.deepEqual([muting.isMuted, video.paused], [true, false]);
});

test('sound that is turned on in a window of the browser stays on', () => {
  const { video, muting } = openVideo();
  video.muted = false;
  muting.onVolumeChange();
  assert.deepEqual([muting.isMuted, video.volume], [false, 1]);
});
