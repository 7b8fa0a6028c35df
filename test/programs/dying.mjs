#!/usr/bin/env node
// An ffmpeg that ends at once: dying.mjs EXIT_CODE LINE_OF_STDERR...
const [exitCode, ...lines] = process.argv.slice(2);
process.stderr.write(lines.join('\n'), () => process.exit(Number(exitCode)));
