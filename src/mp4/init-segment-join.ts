import { findBox, iterateBoxes, requireBox } from './box.ts';
import { renderBox } from './box-writer.ts';

/**
 * One init segment for tracks that have one each; their track_IDs must differ. The movie header is
 * that of the first one.
 * @throws Mp4Error when a box is missing
 */
export function joinInitSegments(inits: readonly Buffer[]): Buffer {
  const [first] = inits;
  if (!first || inits.length === 1) return first ?? Buffer.alloc(0);
  const collect = (...path: readonly string[]): Buffer[] => {
    const type = path.at(-1) ?? '';
    return inits.flatMap((init) =>
      [...iterateBoxes(findBox(init, ...path.slice(0, -1)) ?? Buffer.alloc(0))]
        .filter((box) => box.type === type)
        .map(({ content }) => renderBox(type, content)),
    );
  };
  return Buffer.concat([
    renderBox('ftyp', requireBox(first, 'ftyp')),
    renderBox(
      'moov',
      renderBox('mvhd', requireBox(first, 'moov', 'mvhd')),
      ...collect('moov', 'trak'),
      renderBox('mvex', ...collect('moov', 'mvex', 'trex')),
    ),
  ]);
}
