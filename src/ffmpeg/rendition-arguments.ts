// How smaller versions of the picture are made: decoded once, split, scaled, each encoded for itself.

import {
  renderDeinterlacer,
  renderFilters,
  renderIsFirstOfGop,
  renderX264,
} from './encoder-arguments.ts';
import type { EncoderContext } from './encoder-arguments.ts';
import type { RenditionPlan } from './renditions.ts';

export interface RenditionContext extends EncoderContext {
  readonly renditions: readonly RenditionPlan[];
}

/** What the main picture is called in the graph, where it is encoded as well. */
export const MAIN_PICTURE = '[main]';

/**
 * The graph of an opened source: the main picture, if it is encoded, and all that is made of it.
 * Keyframes of renditions stand where those of the main picture stand, so that viewers can go from one
 * to the other: a copied one says in each frame whether it is one, an encoded one knows beforehand.
 */
export function renderGraph(context: RenditionContext): string {
  const { source, options, probe, encoder } = context;
  if (encoder === 'copy') return `[0:v:0]${renderDeinterlacer(probe)}${renderLadder(context)}`;
  const filters = renderFilters(source, options, probe);
  return `[0:v:0]${filters}[picture];${renderSplit(context)}`;
}

/** Goes on from `[picture]`: to the main picture, and to all that is made of it. */
export function renderSplit(context: RenditionContext): string {
  return `[picture]split=2${MAIN_PICTURE}[others];[others]${renderLadder(context)}`;
}

function renderLadder(context: RenditionContext): string {
  const { renditions } = context;
  const inTime = `select='${renderInTime(context)}'`;
  const [first, ...more] = renditions;
  if (first && more.length === 0) return `${inTime},${renderScale(first)}[${first.id}]`;
  const ways = renditions.map(({ id }) => `[to${id}]`).join('');
  const scaled = renditions.map((plan) => `[to${plan.id}]${renderScale(plan)}[${plan.id}]`);
  return [`${inTime},split=${renditions.length}${ways}`, ...scaled].join(';');
}

function renderScale({ height, mayBeTooHigh }: RenditionPlan): string {
  return `scale=-2:${mayBeTooHigh ? `trunc(min(ih\\,${height})/2)*2` : height}`;
}

/** Frames that come later than usual by more than this are left out, until those that come are in time. */
const LATE_SECONDS = 0.5;
const IN_TIME_SECONDS = 0.1;
/** What leaving out has not mended by then is no lack of processor time: the network has become slower. */
const PATIENCE_SECONDS = 4;
/** By so much a second "as usual" follows a clock that runs slow. */
const DRIFT = 0.001;
/** Time stamps that jump tell nothing of being late. */
const JUMP_SECONDS = 2;

/**
 * The main picture must not wait for smaller ones, and ffmpeg makes all of them in turn: on a machine that
 * cannot keep up, frames of these are left out. Keyframes never are.
 *
 * Variables: 1 how far the wall clock is ahead of the frame, 0 how far it usually is, 2 since when and 3
 * whether frames are left out, 4 whether they are from now on.
 */
function renderInTime(context: RenditionContext): string {
  const isOther = `isnan(prev_t)+gt(abs(t-prev_t),${JUMP_SECONDS})`;
  const isInVain = `ld(3)*gt(time(0)-ld(2),${PATIENCE_SECONDS})`;
  const usual = `min(ld(1),ld(0)+${DRIFT}*(t-prev_t))`;
  const isKey =
    context.encoder === 'copy' ? 'key' : renderIsFirstOfGop(context.options, 'prev_selected_t');
  return [
    'st(1,time(0)-t)',
    `st(0,if(${isOther}+${isInVain},ld(1),${usual}))`,
    `st(4,gt(ld(1)-ld(0),if(ld(3),${IN_TIME_SECONDS},${LATE_SECONDS})))`,
    'if(ld(4)*not(ld(3)),st(2,time(0)))',
    'st(3,ld(4))',
    `not(ld(3))+${isKey}`,
  ].join(';');
}

/** Arguments of a rendition's output, up to the container. */
export function renderRendition(context: RenditionContext, plan: RenditionPlan): string[] {
  const output = ['-map', `[${plan.id}]`, '-an', '-sn', '-dn'];
  return [...output, ...renderX264(context, `${plan.bitrateKbps}k`)];
}
