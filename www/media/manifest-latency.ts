// What the manifest says of the delay it can bear.

/**
 * Seconds behind live that the server asks for, from a parsed manifest's ServiceDescription; null where it says
 * nothing. Cameras whose keyframes come as they like need more than a network does.
 */
export function readTargetLatency(manifest: unknown): number | null {
  const description = firstOf(read(manifest, 'ServiceDescription'));
  const target = read(firstOf(read(description, 'Latency')), 'target');
  return typeof target === 'number' && Number.isFinite(target) ? target / 1000 : null;
}

function read(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
