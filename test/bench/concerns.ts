// What can be measured, each with its tables on the terminal.

import { join } from 'node:path';
import { measureCosts } from './cost.ts';
import { chooseWays, DELAY_WAYS, isOwnWay } from './delay-ways.ts';
import type { DelayWay } from './delay-ways.ts';
import { measureDelays } from './delay.ts';
import { measureFirstFrames } from './first-frame.ts';
import { reportLoad } from './load-report.ts';
import { LOAD_WAYS } from './load-ways.ts';
import { measureMuxers } from './muxer.ts';
import { chooseNetworks } from './network-cases.ts';
import { whyNoLink } from './network-link.ts';
import { measureNetworks } from './network.ts';
import { RESULTS } from './result.ts';
import type { Concern, Findings } from './result.ts';
import { costTable, delayTable, firstFrameTable, muxerTable, networkTable } from './tables.ts';

export interface BenchSettings {
  readonly seconds: number;
  /** Null means all. */
  readonly ways: readonly string[] | null;
  readonly networks: readonly string[] | null;
  readonly viewers: readonly number[];
  readonly cameras: readonly number[];
  readonly hasProfile: boolean;
  /** When it began; names what belongs to the run. */
  readonly at: string;
}

export const MEASURE: {
  readonly [C in Concern]: (settings: BenchSettings) => Promise<Findings[C]>;
} = {
  delay: async ({ ways, seconds }) => {
    console.log(
      `\nGlass to glass, ${seconds} s each: test camera 640x360 at 30 fps, GOP 1 s, loopback, Chromium`,
    );
    const rows = await measureDelays(chooseWays(ways), seconds, (row) =>
      console.table(delayTable([row])),
    );
    console.table(delayTable(rows));
    return rows;
  },
  'first-frame': async ({ ways }) => {
    console.log('\nFirst frame on a page that was never opened before, medians');
    const rows = await measureFirstFrames(ownWays(ways), (row) =>
      console.table(firstFrameTable([row])),
    );
    console.table(firstFrameTable(rows));
    return rows;
  },
  network: async ({ ways, networks, seconds }) => {
    console.log(`\nOver a network, ${seconds} s each after the first 10 s`);
    const chosen = chooseNetworks(networks);
    const why = chosen.some(({ needsLink }) => needsLink) ? await whyNoLink() : null;
    const possible = chosen.filter(({ needsLink }) => why === null || !needsLink);
    if (why !== null) {
      const skipped = chosen.filter(({ needsLink }) => needsLink).map(({ label }) => label);
      console.log(`Skipped: ${skipped.join(', ')}: ${why}`);
    }
    const rows = await measureNetworks(
      { networks: possible, ways: ownWays(ways), seconds },
      (row) => console.table(networkTable([row])),
    );
    console.table(networkTable(rows));
    return rows;
  },
  load: ({ ways, viewers, seconds, hasProfile, at }) =>
    reportLoad({
      ways: LOAD_WAYS.filter((way) => ways === null || ways.includes(way)),
      viewers,
      seconds,
      profileTo: hasProfile ? join(RESULTS, `profile-${at.replaceAll(':', '-')}`) : null,
    }),
  cost: async ({ cameras, seconds }) => {
    console.log('\nCameras of 2 Mbit/s by copy that nobody watches; CPU in per cent of a core');
    const rows = await measureCosts(cameras, seconds, (row) => console.table(costTable([row])));
    console.table(costTable(rows));
    return rows;
  },
  muxer: async ({ seconds }) => {
    console.log('\nFrom the drawing of a frame to its last byte out of ffmpeg, by container');
    const rows = await measureMuxers(seconds, () => {});
    console.table(muxerTable(rows));
    return rows;
  },
};

/** Ways of Oriel's own player, of those that are asked for. */
function ownWays(ids: readonly string[] | null): DelayWay[] {
  return DELAY_WAYS.filter((way) => isOwnWay(way) && (ids === null || ids.includes(way.id)));
}
