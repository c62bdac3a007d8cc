/** Whether a file is that folder or below it, both named from the root of the project. */
export function isInFolder(file: string, folder: string): boolean {
  return folder === '.' || file === folder || file.startsWith(`${folder}/`);
}
