import { isAudio, listCurrentPictures } from '../packager/pictures.ts';
import type { PresentationView } from '../packager/presentation.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { SegmentRun, SegmentView, Sequence } from '../packager/segment.ts';
import { groupPeriods } from './periods.ts';
import type { PeriodSegments } from './periods.ts';
import { guessDuration, renderSegmentTimeline } from './segment-timeline.ts';
import { renderElement } from './xml.ts';
import type { XmlAttributes } from './xml.ts';

export interface ManifestOptions {
  /** Where the presentation's media lies, relative to the manifest, without a slash at the end. */
  readonly mediaPath: string;
  /** The clock that players sync to, relative to the manifest. */
  readonly timePath: string;
  /** Wall clock, ms since 1970: when the manifest is made. */
  readonly nowMs: number;
}

const PROFILES = [
  'urn:mpeg:dash:profile:isoff-live:2011',
  'http://www.dashif.org/guidelines/low-latency-live-v5',
].join(',');
const LATENCY_MS = { target: 400, min: 200, max: 4_000 };
const PLAYBACK_RATE = { min: 0.8, max: 1.2 };
/** A restart of the camera begins a new Period, which players learn of by asking again. */
const UPDATE_SECONDS = 2;
/** A segment may be so much longer than the target duration, to which it rounds. */
const ROUNDING_SECONDS = 0.5;
/** Where segments have no fixed length, players have to learn of each one. */
const IRREGULAR_UPDATE_SECONDS = 1;

/**
 * Dynamic, low-latency MPD (ISO/IEC 23009-1, 5.3; DASH-IF IOP low latency, 9.X). Media time is capture
 * time since 1970, hence availabilityStartTime: what was captured at T can be had at T.
 */
export function renderManifest(presentation: PresentationView, options: ManifestOptions): string {
  const [leading, ...smaller] = listCurrentPictures(presentation).filter(({ isReady }) => isReady);
  const audio = presentation.renditions.find((each) => isAudio(each) && each.isReady) ?? null;
  const beside = audio ? [...smaller, audio] : smaller;
  const periods = leading ? groupPeriods(segmentsInAll(leading, beside)) : [];
  const run = periods.at(-1)?.run;
  const isRegular = run?.segmentDuration !== null;
  const updateSeconds = isRegular ? UPDATE_SECONDS : IRREGULAR_UPDATE_SECONDS;
  const children = [
    renderElement('ServiceDescription', { id: 0 }, [
      renderElement('Latency', { referenceId: 0, ...renderLatency(run, leading) }),
      renderElement('PlaybackRate', PLAYBACK_RATE),
    ]),
    ...periods.map((period) =>
      leading ? renderPeriod({ rendition: leading, period, options }, smaller, audio) : '',
    ),
    renderUtcTiming(options),
  ];
  const mpd = renderElement(
    'MPD',
    {
      xmlns: 'urn:mpeg:dash:schema:mpd:2011',
      profiles: PROFILES,
      type: 'dynamic',
      availabilityStartTime: '1970-01-01T00:00:00Z',
      publishTime: new Date(options.nowMs).toISOString(),
      minimumUpdatePeriod: `PT${updateSeconds}S`,
      timeShiftBufferDepth: `PT${presentation.windowSeconds}S`,
      maxSegmentDuration: `PT${(leading?.targetSeconds ?? 1) + ROUNDING_SECONDS}S`,
      minBufferTime: 'PT0.2S',
    },
    children,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${mpd}\n`;
}

/** A period has all tracks or is not there yet: players look once what there is in it. */
function segmentsInAll(leading: RenditionView, others: readonly RenditionView[]): SegmentView[] {
  const newest = leading.window.segments.at(-1)?.run;
  return leading.window.segments.filter(({ run }) => {
    // What a smaller version lacks of the past does not come any more.
    const needed = run === newest ? others : others.filter(isAudio);
    return needed.every(({ window }) => window.segments.some((each) => each.run === run));
  });
}

/** Segments of unknown length are had only when complete: the delay must cover the longest. */
function renderLatency(
  run: SegmentRun | undefined,
  leading: RenditionView | undefined,
): XmlAttributes {
  if (!run?.isErratic) return LATENCY_MS;
  const target = ((leading?.targetSeconds ?? 1) + 2 * IRREGULAR_UPDATE_SECONDS) * 1000;
  return { target, min: target / 2, max: target * 3 };
}

interface PeriodContext {
  readonly rendition: RenditionView;
  readonly period: PeriodSegments;
  readonly options: ManifestOptions;
}

function renderPeriod(
  context: PeriodContext,
  smaller: readonly RenditionView[],
  audio: RenditionView | null,
): string {
  const { rendition, period } = context;
  const beside = audio && createAudioContext(context, audio);
  const { run, duration } = period;
  const pictures = groupByCodec(listVersions(run, [rendition, ...smaller]));
  return renderElement(
    'Period',
    {
      id: String(run.firstNumber),
      start: renderDuration(run.start, rendition.timescale),
      duration: duration === null ? undefined : renderDuration(duration, rendition.timescale),
    },
    [
      ...pictures.map((versions, index) =>
        renderAdaptationSet(context, versions, index === 0 ? VIDEO_SET : AUDIO_SET + index),
      ),
      ...(beside && audio
        ? [renderAdaptationSet(beside, listVersions(run, [audio]), AUDIO_SET)]
        : []),
    ],
  );
}

const VIDEO_SET = 0;
const AUDIO_SET = 1;

/** What a period has of a rendition. */
interface Version {
  readonly rendition: RenditionView;
  readonly sequence: Sequence;
  readonly segments: readonly SegmentView[];
}

function listVersions(run: SegmentRun, renditions: readonly RenditionView[]): Version[] {
  return renditions.flatMap((rendition) => {
    const segments = rendition.window.segments.filter((segment) => segment.run === run);
    const [first] = segments;
    return first ? [{ rendition, segments, sequence: first.sequence }] : [];
  });
}

/** A decoder goes from one version to another only where it is made for both. */
function groupByCodec(versions: readonly Version[]): Version[][] {
  const families = Map.groupBy(versions, ({ sequence }) => sequence.codec.split('.')[0]);
  return [...families.values()];
}

/** Its segments have the numbers of those they stand beside, and begin and end with them. */
function createAudioContext(
  { rendition: leading, period, options }: PeriodContext,
  audio: RenditionView,
): PeriodContext | null {
  const toTicks = (ticks: number): number => (ticks * audio.timescale) / leading.timescale;
  const { run, duration } = period;
  const [first, ...rest] = audio.window.segments.filter((segment) => segment.run === run);
  if (!first) return null;
  const own = {
    ...run,
    start: toTicks(run.start),
    segmentDuration: run.segmentDuration === null ? null : toTicks(run.segmentDuration),
  };
  return {
    rendition: audio,
    period: { run: own, segments: [first, ...rest], duration: duration && toTicks(duration) },
    options,
  };
}

/** @param versions all with the same segments, which are those of the context */
function renderAdaptationSet(
  context: PeriodContext,
  versions: readonly Version[],
  id: number,
): string {
  const { rendition, period, options } = context;
  const frameSeconds = 1 / (rendition.frameRate ?? 25);
  const kind = isAudio(rendition) ? 'audio' : 'video';
  const all = versions.flatMap(({ segments }) => segments);
  return renderElement(
    'AdaptationSet',
    {
      id,
      contentType: kind,
      mimeType: `${kind}/mp4`,
      segmentAlignment: 'true',
      startWithSAP: all.every(({ isIndependent }) => isIndependent) ? 1 : undefined,
    },
    [
      renderElement(
        'ProducerReferenceTime',
        {
          id: 0,
          type: 'encoder',
          wallClockTime: new Date((period.run.start * 1000) / rendition.timescale).toISOString(),
          presentationTime: Math.round(period.run.start),
        },
        [renderUtcTiming(options)],
      ),
      renderElement('Resync', { type: 2, dT: Math.round(frameSeconds * rendition.timescale) }),
      renderSegmentTemplate(context, versions),
      ...versions.map(renderRepresentation),
    ],
  );
}

function renderRepresentation({ rendition, sequence }: Version): string {
  return renderElement('Representation', {
    id: rendition.id,
    bandwidth: rendition.peakBitrate ?? 2_000_000,
    codecs: sequence.codec,
    ...(isAudio(rendition)
      ? { audioSamplingRate: rendition.timescale }
      : renderPicture(rendition, sequence)),
  });
}

function renderPicture({ frameRate }: RenditionView, { width, height }: Sequence): XmlAttributes {
  return { width, height, frameRate: frameRate ? Math.max(1, Math.round(frameRate)) : undefined };
}

function renderSegmentTemplate(context: PeriodContext, versions: readonly Version[]): string {
  const { rendition, period, options } = context;
  const { run, segments } = period;
  const [first, ...more] = versions;
  const folder = first && more.length === 0 ? first.rendition.id : '$RepresentationID$';
  const path = `${options.mediaPath}/${folder}`;
  const common = {
    timescale: rendition.timescale,
    presentationTimeOffset: Math.round(run.start),
    // The same for all: they begin a sequence together.
    initialization: `${path}/init-${segments[0].sequence.number}.mp4`,
    media: `${path}/$Number$.m4s`,
  };
  if (run.segmentDuration !== null) {
    const duration = Math.round(run.segmentDuration);
    return renderElement('SegmentTemplate', {
      ...common,
      startNumber: run.firstNumber,
      duration,
      ...renderEarlyAvailability(rendition, duration),
    });
  }
  const fallbackDuration = (rendition.targetSeconds ?? 1) * rendition.timescale;
  const mode = run.isErratic || period.duration !== null ? 'complete' : 'guess';
  return renderElement(
    'SegmentTemplate',
    {
      ...common,
      startNumber: segments[0].number,
      ...(run.isErratic
        ? {}
        : renderEarlyAvailability(rendition, guessDuration({ segments, fallbackDuration }))),
    },
    [renderSegmentTimeline({ segments, mode, fallbackDuration })],
  );
}

/** A segment can be had from its first frame on, and grows while it is read. */
function renderEarlyAvailability(rendition: RenditionView, duration: number): XmlAttributes {
  const offset = duration / rendition.timescale - 1 / (rendition.frameRate ?? 25);
  return {
    availabilityTimeOffset: Math.max(0, offset).toFixed(3),
    availabilityTimeComplete: 'false',
  };
}

function renderUtcTiming({ timePath }: ManifestOptions): string {
  return renderElement('UTCTiming', {
    schemeIdUri: 'urn:mpeg:dash:utc:http-iso:2014',
    value: timePath,
  });
}

function renderDuration(ticks: number, timescale: number): string {
  return `PT${(ticks / timescale).toFixed(6)}S`;
}
