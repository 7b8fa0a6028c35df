// Whether something lies over an element, such as a dialog. Browsers tell when that may have changed; whether it has
// is asked here, because they also say so of what is merely rounded, faded or under a transparent link.

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From its edges, as a share of its size: what lies over a corner covers nothing. */
const INSET = 0.15;

/** The middle and four points around it of what is on the screen; none when nothing is. */
export function samplePoints(box: Box, screen: { width: number; height: number }): Point[] {
  const left = Math.max(box.left, 0);
  const top = Math.max(box.top, 0);
  const width = Math.min(box.right, screen.width) - left;
  const height = Math.min(box.bottom, screen.height) - top;
  if (width <= 0 || height <= 0) return [];
  const shares = [
    [0.5, 0.5],
    [INSET, INSET],
    [1 - INSET, INSET],
    [INSET, 1 - INSET],
    [1 - INSET, 1 - INSET],
  ] as const;
  return shares.map(([x, y]) => ({ x: left + x * width, y: top + y * height }));
}

/** Whether all of what is on the screen lies under something. */
export function isCovered(element: Element): boolean {
  const screen = { width: innerWidth, height: innerHeight };
  const points = samplePoints(element.getBoundingClientRect(), screen);
  return points.length > 0 && points.every((point) => coverAt(point, element) !== null);
}

/** What floats over the element there: a link in the same place is no cover, a dialog is. */
function coverAt({ x, y }: Point, element: Element): Element | null {
  const hit = deepestAt(x, y);
  if (hit === null) return null;
  const ours = ancestorsOf(element);
  if (ours.has(hit)) return null;
  for (let each: Element | null = hit; each !== null; each = parentOf(each)) {
    // Where both belong to, or the element itself.
    if (ours.has(each)) return null;
    if (isFloating(each)) return each;
  }
  return null;
}

function deepestAt(x: number, y: number): Element | null {
  let hit = document.elementFromPoint(x, y);
  for (;;) {
    const deeper = hit?.shadowRoot?.elementFromPoint(x, y) ?? null;
    if (deeper === null || deeper === hit) return hit;
    hit = deeper;
  }
}

/** The element itself is one of them. */
function ancestorsOf(element: Element): ReadonlySet<Element> {
  const ancestors = new Set<Element>();
  for (let each: Element | null = element; each !== null; each = parentOf(each))
    ancestors.add(each);
  return ancestors;
}

function parentOf(element: Element): Element | null {
  if (element.assignedSlot !== null) return element.assignedSlot;
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function isFloating(element: Element): boolean {
  return element.matches('dialog[open]') || getComputedStyle(element).position === 'fixed';
}
