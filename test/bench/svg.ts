// As much of SVG as plots need. Readable on light and on dark pages.

export type Tone = 'live' | 'dash' | 'hls' | 'other';

export interface Scale {
  /** Where in the picture, in pixels. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

const STYLE = `
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #57606a; }
.title { font-size: 15px; font-weight: 600; fill: #1f2328; }
.name { fill: #1f2328; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.shade { fill: #818b98; opacity: 0.2; }
.live { --tone: #0969da; } .dash { --tone: #8250df; } .hls { --tone: #bc4c00; } .other { --tone: #6e7781; }
.line { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.dashed { stroke-dasharray: 2 5; }
.dot { fill: var(--tone); }
text.tone { fill: var(--tone); }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1; } .title, .name { fill: #f0f6fc; } .grid { stroke: #3d444d; }
  .live { --tone: #4493f8; } .dash { --tone: #ab7df8; } .hls { --tone: #f0883e; } .other { --tone: #9198a1; }
}
`;

export function linearScale([from, to]: Span, [start, end]: Span, step: number): Scale {
  const ticks: number[] = [];
  for (let value = Math.ceil(from / step) * step; value <= to; value += step) ticks.push(value);
  return { at: (value) => start + ((value - from) / (to - from)) * (end - start), ticks };
}

/** Ticks at 1, 2 and 5 of each power of ten. */
export function logScale([from, to]: Span, [start, end]: Span): Scale {
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(from)); power <= to; power *= 10) {
    ticks.push(...[1, 2, 5].map((digit) => digit * power));
  }
  const share = (value: number): number => Math.log(value / from) / Math.log(to / from);
  return {
    at: (value) => start + share(Math.max(value, from)) * (end - start),
    ticks: ticks.filter((tick) => tick >= from && tick <= to),
  };
}

export type Span = readonly [number, number];

export interface TextOptions {
  readonly className?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

export function text(
  [x, y]: Span,
  words: string,
  { className = '', anchor = 'start' }: TextOptions = {},
): string {
  const look = className === '' ? '' : ` class="${className}"`;
  return `<text x="${short(x)}" y="${short(y)}"${look} text-anchor="${anchor}">${escape(words)}</text>`;
}

export function line([x1, y1]: Span, [x2, y2]: Span, className: string): string {
  return `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" class="${className}"/>`;
}

export function path(points: readonly Span[], className: string): string {
  const steps = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`);
  return `<path d="${steps.join('')}" class="${className}"/>`;
}

export function dot([x, y]: Span, className: string): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="4" class="${className}"/>`;
}

export function rectangle([x, y]: Span, [width, height]: Span, className: string): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" class="${className}"/>`;
}

/** @param description for those who cannot see it */
export function picture(
  [width, height]: Span,
  description: string,
  parts: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(description)}</title>
<style>${STYLE}</style>
${parts.join('\n')}
</svg>
`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
