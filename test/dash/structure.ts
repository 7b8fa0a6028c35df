// What DASH-MPD.xsd (ISO/IEC 23009-1:2022) demands of the elements that we use: the order of their
// children, how often they stand, and the form of their attributes.

import { stringToMpdXml } from 'mpd-parser';
import type { XmlNode } from 'mpd-parser';

type Form = RegExp;

const UNSIGNED: Form = /^\d+$/;
const DECIMAL: Form = /^\d+(\.\d+)?$/;
const DURATION: Form = /^PT\d+(\.\d+)?S$/;
const DATE_TIME: Form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const BOOLEAN: Form = /^(true|false)$/;
const TEXT: Form = /^.+$/;
const URI: Form = /^[^\s<>"]+$/;

interface Rule {
  /** All children that the schema knows, in its order; those that must stand carry a plus. */
  readonly children: string;
  readonly attributes: Readonly<Record<string, Form>>;
  readonly required: readonly string[];
}

const REPRESENTATION_BASE =
  'FramePacking AudioChannelConfiguration ContentProtection OutputProtection EssentialProperty ' +
  'SupplementalProperty InbandEventStream Switching RandomAccess GroupLabel Label ' +
  'ProducerReferenceTime ContentPopularityRate Resync';

const RULES: Readonly<Record<string, Rule>> = {
  MPD: {
    children:
      'ProgramInformation BaseURL Location PatchLocation ServiceDescription InitializationSet ' +
      'InitializationGroup InitializationPresentation ContentProtection Period+ Metrics ' +
      'EssentialProperty SupplementalProperty UTCTiming LeapSecondInformation',
    attributes: {
      xmlns: /^urn:mpeg:dash:schema:mpd:2011$/,
      profiles: TEXT,
      type: /^dynamic$/,
      availabilityStartTime: DATE_TIME,
      publishTime: DATE_TIME,
      minimumUpdatePeriod: DURATION,
      timeShiftBufferDepth: DURATION,
      maxSegmentDuration: DURATION,
      minBufferTime: DURATION,
    },
    // 5.3.1.2: the last two "shall be present" when the type is dynamic.
    required: ['profiles', 'minBufferTime', 'availabilityStartTime', 'publishTime'],
  },
  ServiceDescription: {
    children: 'Scope Latency PlaybackRate OperatingQuality OperatingBandwidth',
    attributes: { id: UNSIGNED },
    required: [],
  },
  Latency: {
    children: 'QualityLatency',
    attributes: { referenceId: UNSIGNED, target: UNSIGNED, min: UNSIGNED, max: UNSIGNED },
    required: [],
  },
  PlaybackRate: { children: '', attributes: { min: DECIMAL, max: DECIMAL }, required: [] },
  Period: {
    children:
      'BaseURL SegmentBase SegmentList SegmentTemplate AssetIdentifier EventStream ' +
      'ServiceDescription ContentProtection AdaptationSet+ Subset SupplementalProperty ' +
      'EmptyAdaptationSet GroupLabel Preselection',
    attributes: { id: TEXT, start: DURATION, duration: DURATION },
    // 5.3.2.2: in a dynamic manifest, so that Periods keep their identity over updates.
    required: ['id', 'start'],
  },
  AdaptationSet: {
    children:
      `${REPRESENTATION_BASE} Accessibility Role Rating Viewpoint ContentComponent BaseURL ` +
      'SegmentBase SegmentList SegmentTemplate Representation+',
    attributes: {
      id: UNSIGNED,
      contentType: /^(video|audio)$/,
      mimeType: /^(video|audio)\/mp4$/,
      segmentAlignment: BOOLEAN,
      startWithSAP: /^[0-6]$/,
    },
    required: [],
  },
  ProducerReferenceTime: {
    children: 'UTCTiming',
    attributes: {
      id: UNSIGNED,
      type: /^(encoder|captured|application)$/,
      wallClockTime: DATE_TIME,
      presentationTime: UNSIGNED,
    },
    required: ['id', 'wallClockTime', 'presentationTime'],
  },
  Resync: { children: '', attributes: { type: /^[0-3]$/, dT: UNSIGNED }, required: [] },
  SegmentTemplate: {
    children:
      'Initialization RepresentationIndex FailoverContent SegmentTimeline BitstreamSwitching',
    attributes: {
      timescale: UNSIGNED,
      presentationTimeOffset: UNSIGNED,
      initialization: URI,
      media: URI,
      startNumber: UNSIGNED,
      duration: UNSIGNED,
      availabilityTimeOffset: DECIMAL,
      availabilityTimeComplete: BOOLEAN,
    },
    required: ['media'],
  },
  SegmentTimeline: { children: 'Pattern S+', attributes: {}, required: [] },
  S: { children: '', attributes: { t: UNSIGNED, d: UNSIGNED, r: /^-?\d+$/ }, required: ['d'] },
  Representation: {
    children: `${REPRESENTATION_BASE} BaseURL ExtendedBandwidth SubRepresentation SegmentBase SegmentList SegmentTemplate`,
    attributes: {
      id: /^\S+$/,
      bandwidth: UNSIGNED,
      codecs: TEXT,
      width: UNSIGNED,
      height: UNSIGNED,
      frameRate: /^\d+(\/\d+)?$/,
      audioSamplingRate: UNSIGNED,
    },
    required: ['id', 'bandwidth'],
  },
  UTCTiming: {
    children: '',
    attributes: { schemeIdUri: URI, value: TEXT },
    required: ['schemeIdUri'],
  },
};

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

export function parseXml(text: string): XmlElement {
  return toElement(stringToMpdXml(text));
}

const ELEMENT_NODE = 1;

function toElement(node: XmlNode): XmlElement {
  return {
    name: node.nodeName,
    attributes: Object.fromEntries(Array.from(node.attributes, ({ name, value }) => [name, value])),
    children: Array.from(node.childNodes)
      .filter(({ nodeType }) => nodeType === ELEMENT_NODE)
      .map(toElement),
  };
}

/** All elements of the name, in the order in which they stand. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  const below = element.children.flatMap((child) => findAll(child, name));
  return element.name === name ? [element, ...below] : below;
}

/** What is wrong with the element and everything in it. */
export function lintStructure({ name, attributes, children }: XmlElement): string[] {
  const rule = RULES[name];
  if (!rule) return [`unknown element ${name}`];
  const problems = children.flatMap(lintStructure);
  for (const [key, value] of Object.entries(attributes)) {
    if (!rule.attributes[key]?.test(value)) problems.push(`${name}@${key}="${value}"`);
  }
  for (const key of rule.required) {
    if (attributes[key] === undefined) problems.push(`${name}@${key} is missing`);
  }
  const order = rule.children.split(' ').map((child) => child.replace('+', ''));
  let last = 0;
  for (const child of children) {
    const place = order.indexOf(child.name);
    if (place < last) problems.push(`${child.name} is misplaced in ${name}`);
    last = Math.max(last, place);
  }
  for (const needed of rule.children.split(' ').filter((child) => child.endsWith('+'))) {
    const isThere = children.some((child) => `${child.name}+` === needed);
    if (!isThere) problems.push(`${name} has no ${needed.replace('+', '')}`);
  }
  return problems;
}
