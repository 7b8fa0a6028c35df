// Media Source Extensions, as iPhones know them too (ManagedMediaSource, since iOS 17.1).

type MediaSourceClass = Pick<typeof MediaSource, 'isTypeSupported'> & (new () => MediaSource);

// The managed one is not in the DOM types.
const scope: {
  readonly MediaSource?: MediaSourceClass;
  readonly ManagedMediaSource?: MediaSourceClass;
} = globalThis;

/** Null where a browser has none. The managed one may drop media on its own account, so it comes second. */
export function findMediaSource(): MediaSourceClass | null {
  return scope.MediaSource ?? scope.ManagedMediaSource ?? null;
}
