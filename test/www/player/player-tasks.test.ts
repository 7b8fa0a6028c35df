import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Notice } from '../../../www/player/notice.ts';
import { PlayerTasks } from '../../../www/player/player-tasks.ts';
import type { PlayerState } from '../../../www/player/player-state.ts';
import { clipUrl } from '../../../www/player/saved-files.ts';
import type { ClipWish } from '../../../www/player/saved-files.ts';
import { serve } from '../serve.ts';

const NOW_MS = 1_790_000_000_000;

/** A player, and a server that says no to everything. */
class Scene {
  state: PlayerState = { kind: 'connecting', isCameraStarting: false };
  camera = 'porch';
  shownCapturedAtMs = NOW_MS;
  taken = 0;
  readonly tasks: PlayerTasks<string>;
  readonly #asked = Promise.withResolvers<string>();

  constructor(t: TestContext, root: string) {
    const notice = new Notice({
      addController: () => {},
      removeController: () => {},
      requestUpdate: () => {},
      updateComplete: Promise.resolve(true),
    });
    t.after(() => notice.hostDisconnected());
    const loading = Promise.resolve({
      saveClip: async (cameraUrl: string, wish: ClipWish) => this.note(clipUrl(cameraUrl, wish)),
      saveStill: async () => this.note('a still'),
      savePicture: async (picture: string) => this.note(picture),
    });
    this.tasks = new PlayerTasks(
      {
        cameraUrl: () => `${root}cameras/${this.camera}/`,
        session: () => ({ state: this.state, retryNow: () => {} }),
        takePicture: () => `picture ${++this.taken}`,
        loadSaving: async () => await loading,
        nowMs: () => NOW_MS,
        shownCapturedAtMs: () => this.shownCapturedAtMs,
        isTaken: () => false,
      },
      notice,
    );
  }

  note(what: string): void {
    this.#asked.resolve(what.replace(/^http:..[^/]+/, ''));
  }

  /** The first thing that was done. */
  async done(): Promise<string> {
    return await this.#asked.promise;
  }
}

async function start(t: TestContext): Promise<Scene> {
  const root = await serve(t, (request, response) => {
    scene.note(`${request.method} ${request.url}`);
    response.writeHead(503, { 'Content-Type': 'application/json' }).end('{}');
  });
  const scene = new Scene(t, root);
  return scene;
}

test('a clip holds the picture that is held, and what came of it', async (t) => {
  const scene = await start(t);
  scene.state = { kind: 'paused', by: 'user' };
  scene.shownCapturedAtMs = NOW_MS - 40_000;
  scene.tasks.saveClip();
  assert.equal(await scene.done(), `/cameras/porch/clip.mp4?until=${NOW_MS - 30_000}`);
});

test('a clip of what moves is the newest there is', async (t) => {
  const scene = await start(t);
  scene.tasks.saveClip();
  assert.equal(await scene.done(), '/cameras/porch/clip.mp4');
});

test('a snapshot is of the moment of the press', async (t) => {
  const scene = await start(t);
  scene.tasks.takeSnapshot();
  assert.equal(scene.taken, 1);
  assert.equal(await scene.done(), 'picture 1');
});

for (const [what, act, expected] of [
  ['to stop', ({ tasks }) => tasks.request('stop'), 'POST /api/cameras/porch/stop'],
  ['for a clip', ({ tasks }) => tasks.saveClip(), '/cameras/porch/clip.mp4'],
] as readonly [string, (scene: Scene) => void, string][]) {
  test(`the camera that is asked ${what} is the one of the press`, async (t) => {
    const scene = await start(t);
    act(scene);
    // A tap on another one, while the code is loaded.
    scene.camera = 'gate';
    assert.equal(await scene.done(), expected);
  });
}
