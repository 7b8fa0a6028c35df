// Files that are there whole or not at all: a power cut leaves the old one or the new one.

import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whatever had the file open or linked keeps what was there before. @param mode permissions, such as 0o600 */
export async function writeWhole(
  file: string,
  data: string | Uint8Array,
  mode: number,
): Promise<void> {
  const temporary = `${file}.new`;
  {
    await using handle = await open(temporary, 'w', mode);
    // One that was left over may have been open to more.
    await handle.chmod(mode);
    await handle.writeFile(data);
    await handle.sync();
  }
  await rename(temporary, file);
  await using folder = await open(dirname(file));
  await folder.sync();
}
