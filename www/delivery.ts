// How a video is brought: by which protocol, and how close to live. Slower ways are kept for networks that need them.

export type ProtocolChoice = 'auto' | 'hls' | 'dash';

export interface Delivery {
  readonly protocol: 'hls' | 'dash' | 'native';
  readonly isLowLatency: boolean;
  /** How far behind the camera to play. */
  readonly targetSeconds: number;
  /** Should the server ask for more than this, another delivery does better. */
  readonly mostSeconds?: number;
}

/** Why an attempt to play ended, as far as the choice of delivery goes. */
export type AttemptVerdict = 'failed' | 'starved' | 'calm';

const FAST_DASH: Delivery = { protocol: 'dash', isLowLatency: true, targetSeconds: 0.4 };
const STEADY_DASH: Delivery = { protocol: 'dash', isLowLatency: true, targetSeconds: 0.8 };
const RELAXED_DASH: Delivery = { protocol: 'dash', isLowLatency: false, targetSeconds: 3 };
const FAST_HLS: Delivery = { protocol: 'hls', isLowLatency: true, targetSeconds: 0.5 };
const STEADY_HLS: Delivery = { protocol: 'hls', isLowLatency: true, targetSeconds: 0.8 };
const RELAXED_HLS: Delivery = { protocol: 'hls', isLowLatency: false, targetSeconds: 2.5 };
const NATIVE: Delivery = { protocol: 'native', isLowLatency: false, targetSeconds: 3 };

// A camera whose keyframes come as they like plays seconds behind by DASH, and as ever by HLS.
const MOST_DASH_SECONDS = 2;

// LL-DASH comes first: it asks once a segment where LL-HLS asks twice a part, so a round trip costs it little.
const LADDERS: Readonly<Record<ProtocolChoice, readonly Delivery[]>> = {
  auto: [
    { ...FAST_DASH, mostSeconds: MOST_DASH_SECONDS },
    FAST_HLS,
    { ...STEADY_DASH, mostSeconds: MOST_DASH_SECONDS },
    RELAXED_HLS,
  ],
  hls: [FAST_HLS, STEADY_HLS, RELAXED_HLS],
  dash: [FAST_DASH, STEADY_DASH, RELAXED_DASH],
};

const RELAXED: Readonly<Record<ProtocolChoice, readonly Delivery[]>> = {
  auto: [RELAXED_HLS],
  hls: [RELAXED_HLS],
  dash: [RELAXED_DASH],
};

// A step to a slower delivery must be felt by the network.
const SLOWER_FACTOR = 1.5;

export function isProtocolChoice(value: string | null): value is ProtocolChoice {
  return value === 'auto' || value === 'hls' || value === 'dash';
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

/** The index of the delivery to try next. A failure tries any other, starvation only a clearly slower one. */
export function nextRung(
  ladder: readonly Delivery[],
  rung: number,
  verdict: AttemptVerdict,
): number {
  switch (verdict) {
    case 'failed':
      return (rung + 1) % ladder.length;
    case 'calm':
      return Math.max(0, rung - 1);
    case 'starved': {
      const enough = (ladder[rung]?.targetSeconds ?? 0) * SLOWER_FACTOR;
      const slower = ladder.findIndex(
        ({ targetSeconds }, index) => index > rung && targetSeconds >= enough,
      );
      return slower === -1 ? rung : slower;
    }
    default:
      return verdict satisfies never;
  }
}

export function deliveryLabel({ protocol, isLowLatency }: Delivery): string {
  const name = protocol === 'dash' ? 'DASH' : 'HLS';
  return isLowLatency ? `LL-${name}` : name;
}
