// @ts-check
// Loaded before each test file: Node's own --test-timeout ends tests, but waits for ever for a file
// whose tests are done and that left a timer, a socket or a child process behind.

const GRACE_MS = 5000;

const timeoutMs = Number(process.env['TEST_FILE_TIMEOUT_MS']);

// The runner itself loads this too; only its children, the test files, have a context.
if (process.env['NODE_TEST_CONTEXT'] && timeoutMs > 0) {
  const deadline = setTimeout(() => {
    const alive = process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');
    console.error(`still running after ${timeoutMs / 1000} s, kept alive by: ${alive.join(', ')}`);
    process.exit(1);
  }, timeoutMs + GRACE_MS);
  deadline.unref();
}
