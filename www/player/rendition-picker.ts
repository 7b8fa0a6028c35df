// Keeps which size of the picture to play: as large as it is shown, smaller while the network does not keep up.

import type { RenditionState } from '../server/api.ts';
import { chooseRendition } from './rendition-choice.ts';

export class RenditionPicker {
  readonly #onChange: (rendition: string | null) => void;
  #renditions: readonly RenditionState[] = [];
  #wish = 'auto';
  #shownHeight = Infinity;
  #stepsDown = 0;
  /** How many calm times to let pass: a larger one that did not hold is tried less and less often. */
  #patience = 0;
  #waited = 0;
  #hasClimbed = false;
  #current: RenditionState | null = null;

  /** @param onChange told of another rendition than before; null is the main one */
  constructor(onChange: (rendition: string | null) => void) {
    this.#onChange = onChange;
  }

  /** Null where the camera has but one. */
  get current(): RenditionState | null {
    return this.#current;
  }

  setRenditions(renditions: readonly RenditionState[]): void {
    this.#renditions = renditions;
    this.#choose();
  }

  /** `auto`, or the id of a rendition. */
  setWish(wish: string): void {
    if (wish === this.#wish) return;
    this.#wish = wish;
    this.#stepsDown = 0;
    this.#choose();
  }

  /** In pixels of the screen. */
  setShownHeight(shownHeight: number): void {
    if (shownHeight <= 0) return;
    this.#shownHeight = shownHeight;
    this.#choose();
  }

  /** False when there is none to change to. */
  change(direction: 'smaller' | 'larger'): boolean {
    return direction === 'smaller' ? this.#stepDown() : this.#stepUp();
  }

  #stepDown(): boolean {
    const before = this.#current;
    this.#stepsDown++;
    this.#choose();
    if (this.#current !== before) {
      if (this.#hasClimbed) this.#patience = 2 * this.#patience + 1;
      this.#hasClimbed = false;
      return true;
    }
    this.#stepsDown--;
    return false;
  }

  #stepUp(): boolean {
    if (this.#stepsDown === 0 || this.#waited++ < this.#patience) return false;
    this.#waited = 0;
    this.#stepsDown--;
    this.#hasClimbed = true;
    this.#choose();
    return true;
  }

  #choose(): void {
    const chosen = chooseRendition(this.#renditions, {
      wish: this.#wish,
      shownHeight: this.#shownHeight,
      stepsDown: this.#stepsDown,
    });
    const hasChanged = chosen?.id !== this.#current?.id;
    this.#current = chosen;
    if (hasChanged) this.#onChange(chosen?.id ?? null);
  }
}
