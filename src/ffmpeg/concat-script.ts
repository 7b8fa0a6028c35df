// An address that carries a password must not stand among ffmpeg's arguments, where every process
// of the machine can read it. ffmpeg takes it from standard input instead, as a script of the concat
// demuxer with one file (ffmpeg-formats, "concat"). Time stamps, delay and failure texts are the same.

/** One option of ffmpeg's libraries, without the leading dash. */
export type LibraryOption = readonly [name: string, value: string];

/** @throws {TypeError} where the address has a line break, which no quoting can carry */
export function renderConcatScript(url: string, options: readonly LibraryOption[]): string {
  if (/[\r\n\0]/.test(url)) throw new TypeError('an address cannot have a line break');
  const lines = [
    'ffconcat version 1.0',
    `file ${quote(url)}`,
    ...options.map(([name, value]) => `option ${name} ${quote(value)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** ffmpeg-utils, "Quoting and escaping": inside quotes all is literal, so a quote ends them. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
