/** Whether a path is one that `*` and `?` stand for, of which neither matches a slash (glob(3); Go's filepath.Match). */
export function matchesGlob(glob: string, path: string): boolean {
  const escaped = glob.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`).test(path);
}
