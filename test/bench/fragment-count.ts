const HEADER_BYTES = 8;
const MDAT = 0x6d646174;

/** @returns what takes the bytes of fragmented MP4 and calls back when a fragment is complete */
export function countFragments(onFragment: () => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= HEADER_BYTES) {
      const size = held.readUInt32BE(0);
      if (held.length < size) return;
      if (held.readUInt32BE(4) === MDAT) onFragment();
      held = held.subarray(size);
    }
  };
}
