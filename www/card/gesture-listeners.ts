// Gestures on a camera's picture. Loaded where a card has actions for them.

import type { Gesture } from './card-choices.ts';
import type { CardConfig } from './card-config.ts';
import { Gestures } from './gestures.ts';

export interface GestureTarget {
  readonly element: HTMLElement;
  /** Others are not waited for. */
  readonly actions: CardConfig['actions'];
  readonly onGesture: (gesture: Gesture) => void;
  readonly signal: AbortSignal;
}

export function listenForGestures({ element, actions, onGesture, signal }: GestureTarget): void {
  const isWanted = (gesture: Gesture): boolean => actions[gesture] !== undefined;
  const gestures = new Gestures(isWanted, onGesture);
  signal.addEventListener('abort', () => gestures.stop());
  element.addEventListener(
    'pointerdown',
    (event) => {
      const isOurs = event.isPrimary && event.button === 0 && !isControl(event);
      if (isOurs) gestures.down({ x: event.clientX, y: event.clientY });
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => gestures.move({ x: event.clientX, y: event.clientY }),
    { signal },
  );
  element.addEventListener('pointerup', () => gestures.up(), { signal });
  for (const type of ['pointercancel', 'pointerleave'] as const) {
    element.addEventListener(type, () => gestures.cancel(), { signal });
  }
  element.addEventListener(
    'contextmenu',
    (event) => {
      if (isWanted('hold_action')) event.preventDefault();
    },
    { signal },
  );
  // The player has uses of its own for them.
  element.addEventListener(
    'click',
    (event) => {
      if (isWanted('tap_action') && !isControl(event)) event.preventDefault();
    },
    { signal, capture: true },
  );
  element.addEventListener(
    'dblclick',
    (event) => {
      if (isWanted('double_tap_action') && !isControl(event)) event.stopPropagation();
    },
    { signal, capture: true },
  );
}

const CONTROLS = 'button, a, input, select, [role=slider], [role=menu]';

/** Something that has a use of its own for the event. */
function isControl(event: Event): boolean {
  const path = event.composedPath();
  const inside = path.slice(0, path.indexOf(event.currentTarget ?? window));
  return inside.some((each) => each instanceof Element && each.matches(CONTROLS));
}
