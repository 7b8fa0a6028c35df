export const words = {
  title: 'Log',
  lines: 'Lines of the log',
  level: 'Level',
  atLeast: {
    trace: 'Everything',
    debug: 'Debug and above',
    info: 'Info and above',
    warn: 'Warnings and errors',
    error: 'Errors only',
  },
  camera: 'Camera',
  everyCamera: 'All',
  search: 'Search',
  pause: 'Pause',
  follow: 'Follow',
  newLines: (count: number): string => (count === 1 ? '1 new line' : `${count} new lines`),
  copy: 'Copy',
  copied: 'Copied',
  lost: (count: number): string =>
    count === 1
      ? '1 line was left out: too many came at once'
      : `${count} lines were left out: too many came at once`,
  empty: 'Nothing yet.',
  noMatch: 'No line matches.',
  connecting: 'Connecting',
  cut: 'The connection is cut. Trying again.',
  forbidden: 'The log is for those who may change something.',
  shown: (shown: number, all: number): string =>
    shown === all ? `${all} lines` : `${shown} of ${all} lines`,
};

export type LogWords = typeof words;
