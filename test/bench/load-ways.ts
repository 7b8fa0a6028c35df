/** LL-DASH and LL-HLS by their protocol. */
export type LoadWay = 'live' | 'dash' | 'hls';

export const LOAD_WAYS: readonly LoadWay[] = ['live', 'dash', 'hls'];
