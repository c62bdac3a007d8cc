/** Whether a path relative to a project's root, with `/`, stays inside it by its own words; symlinks are looked at when it is written. */
export function isInside(file: string): boolean {
  if (file === '' || file.startsWith('/') || file.includes('\\') || file.includes('\0')) return false;
  return file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
