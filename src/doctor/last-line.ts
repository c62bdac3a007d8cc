/** Where a program says why it failed: the last line of its stderr; empty where it said nothing. */
export function lastLine(stderr: string): string {
  return stderr.trim().split('\n').at(-1) ?? '';
}
