// How a video is brought: by which protocol, and how close to live. Slower ways are kept for networks that need them.

export type ProtocolChoice = 'auto' | 'live' | 'hls' | 'dash';

/** As the server's statistics name it. */
export type Transport = 'live' | 'll-dash' | 'll-hls' | 'dash' | 'hls' | 'native';

/** The rendition that every camera has. */
export const MAIN_RENDITION = 'video';

export interface Delivery {
  readonly protocol: 'live' | 'hls' | 'dash' | 'native';
  readonly isLowLatency: boolean;
  /** How far behind the camera it plays where the network is near. */
  readonly targetSeconds: number;
  /** Media to have in hand when the latest piece comes, see `live-edge.ts`. */
  readonly marginSeconds: number;
  /** Should the server ask for more than this, another delivery does better. */
  readonly mostSeconds?: number;
}

const CHOICES: readonly unknown[] = ['auto', 'live', 'hls', 'dash'] satisfies ProtocolChoice[];

const LIVE: Delivery = {
  protocol: 'live',
  isLowLatency: true,
  targetSeconds: 0.1,
  marginSeconds: 0.08,
};
const FAST_DASH: Delivery = {
  protocol: 'dash',
  isLowLatency: true,
  targetSeconds: 0.2,
  marginSeconds: 0.12,
};
const FAST_HLS: Delivery = {
  protocol: 'hls',
  isLowLatency: true,
  targetSeconds: 0.3,
  marginSeconds: 0.13,
};
const RELAXED_DASH: Delivery = {
  protocol: 'dash',
  isLowLatency: false,
  targetSeconds: 3,
  marginSeconds: 1,
};
const RELAXED_HLS: Delivery = {
  protocol: 'hls',
  isLowLatency: false,
  targetSeconds: 2.5,
  marginSeconds: 1,
};
const NATIVE: Delivery = {
  protocol: 'native',
  isLowLatency: false,
  targetSeconds: 3,
  marginSeconds: 1,
};

// A camera whose keyframes come as they like plays seconds behind by DASH, and as ever by HLS.
const AUTO_DASH: Delivery = { ...FAST_DASH, mostSeconds: 2 };

// Live is pushed; LL-DASH asks once a segment where LL-HLS asks twice a part, so a round trip costs it little.
const LADDERS: Readonly<Record<ProtocolChoice, readonly Delivery[]>> = {
  auto: [LIVE, AUTO_DASH, FAST_HLS, RELAXED_HLS],
  live: [LIVE],
  hls: [FAST_HLS, RELAXED_HLS],
  dash: [FAST_DASH, RELAXED_DASH],
};

// All live players share one connection, so it is no worse for a page with many.
const RELAXED: Readonly<Record<ProtocolChoice, readonly Delivery[]>> = {
  auto: [LIVE, RELAXED_HLS],
  live: [LIVE],
  hls: [RELAXED_HLS],
  dash: [RELAXED_DASH],
};

export function isProtocolChoice(value: string | null): value is ProtocolChoice {
  return CHOICES.includes(value);
}

/** The deliveries to try, nearest to live first. */
export function deliveriesFor(
  choice: ProtocolChoice,
  { isRelaxed, hasMediaSource }: { isRelaxed: boolean; hasMediaSource: boolean },
): readonly Delivery[] {
  // Not asked by canPlayType: Chromium says "maybe" to HLS and plays it 3 s behind.
  if (!hasMediaSource) return [NATIVE];
  return (isRelaxed ? RELAXED : LADDERS)[choice];
}

export function transportOf({ protocol, isLowLatency }: Delivery): Transport {
  if (protocol === 'live' || protocol === 'native') return protocol;
  return isLowLatency ? `ll-${protocol}` : protocol;
}

const LABELS: Readonly<Record<Transport, string>> = {
  live: 'live',
  'll-dash': 'LL-DASH',
  'll-hls': 'LL-HLS',
  dash: 'DASH',
  hls: 'HLS',
  native: 'HLS',
};

export function deliveryLabel(delivery: Delivery): string {
  return LABELS[transportOf(delivery)];
}
