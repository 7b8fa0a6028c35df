// The id proposed for a camera of a name.

const LONGEST = 32;

// What letters without their accents do not give.
const SPELLED: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  å: 'a',
  ł: 'l',
  đ: 'd',
};

/** Of lower-case letters, digits and underscores; another than those taken. Empty for a name that has none of them. */
export function proposeId(name: string, taken: readonly string[]): string {
  const base = name
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/[äöüßæœøåłđ]/g, (letter) => SPELLED[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
  if (base === '' && name.trim() !== '') return proposeId('camera', taken);
  for (let number = 2, id = base; ; number++) {
    if (!taken.includes(id) || id === '') return id;
    const suffix = `_${number}`;
    id = base.slice(0, LONGEST - suffix.length).replace(/_+$/, '') + suffix;
  }
}
