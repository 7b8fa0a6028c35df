// What a camera's page offers beside the player: to keep a moment, and which keys there are.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { keyTable } from '../player/player-keys.ts';
import type { CameraState } from '../server/api.ts';
import { icon } from './icons.ts';
import { catalog } from './page-words.ts';

const CLIP_SECONDS = 30;

export function renderSaves({ id, urls }: CameraState, rootUrl: string): TemplateResult {
  const words = catalog.words.camera;
  const cameraUrl = rootUrl + urls.player;
  return html`<section aria-label=${words.save} class="save">
    <a class="button" href="${cameraUrl}snapshot.jpg" download="${id}.jpg"
      >${icon('picture')}${words.snapshot}</a
    >
    <a class="button" href="${cameraUrl}clip.mp4?seconds=${CLIP_SECONDS}" download="${id}.mp4"
      >${icon('clip')}${words.clip(CLIP_SECONDS)}</a
    >
  </section>`;
}

export function renderKeys(): TemplateResult {
  return html`<details class="panel keys">
    <summary><h2>${catalog.words.camera.keys}</h2></summary>
    <dl>
      ${keyTable().map(
        ([key, what]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}
