/** With `--bail`, once a test has failed. */
export function stoppedByBail(failures: number): string {
  return `the run stopped after ${failures} ${failures === 1 ? 'failure' : 'failures'} (bail)`
}
