// A picture that is pleasant to look at: the sun goes down behind hills. As a source for ffmpeg's filters.

export interface SceneOptions {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

const FAR = 'H*(0.60-0.05*sin(X/W*7+1)-0.03*sin(X/W*17))';
const NEAR = 'H*(0.76-0.06*sin(X/W*4+3.2)-0.015*sin(X/W*23))';
const SUN = 'lt(hypot(X-W*0.68,Y-H*0.48),W*0.028)';
const GLOW = 'exp(-pow(hypot(X-W*0.68,Y-H*0.50)/(W*0.05),2))';

/** What is near hides what is far; a color by `Y/H` from the top to the bottom. */
const COLORS = {
  r: { near: '22+18*Y/H', far: '62+10*Y/H', sun: '255', sky: `40+300*Y/H+90*${GLOW}` },
  g: { near: '38+14*Y/H', far: '66+6*Y/H', sun: '236', sky: `62+170*Y/H+80*${GLOW}` },
  b: { near: '44+4*Y/H', far: '92', sun: '190', sky: `118+20*Y/H+20*${GLOW}` },
};

/** Drawn once, then repeated for ever. */
export function renderScene({ width, height, fps }: SceneOptions): string {
  const planes = Object.entries(COLORS).map(
    ([plane, { near, far, sun, sky }]) =>
      `${plane}='if(gt(Y,${NEAR}),${near},if(gt(Y,${FAR}),${far},if(${SUN},${sun},min(255,${sky}))))'`,
  );
  return [
    `nullsrc=size=${width}x${height}:rate=${fps}`,
    'format=gbrp',
    `geq=${planes.join(':')}`,
    'loop=loop=-1:size=1',
    'format=yuv420p',
  ].join(',');
}
