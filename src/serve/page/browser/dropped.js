/** Files that are dropped anywhere on the page, those in folders too. */
import { byId } from './dom.js';

/** @param {(files: File[]) => void} take */
export function startDropping(take) {
  const veil = byId('drop');
  let depth = 0;
  /** @param {DragEvent} event */
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files') === true;
  addEventListener('dragenter', (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    veil.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (!carriesFiles(event)) return;
    depth -= 1;
    veil.hidden = depth > 0 ? veil.hidden : true;
  });
  addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    depth = 0;
    veil.hidden = true;
    if (!carriesFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    void filesOf(event.dataTransfer).then(take);
  });
}

/** @param {DataTransfer} transfer @returns {Promise<File[]>} */
async function filesOf(transfer) {
  // Entries are gone once the event is over, so they are all taken before the first wait.
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry?.() ?? null)
    .filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesBelow))).flat();
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} */
async function filesBelow(entry) {
  if (entry.name.startsWith('.')) return [];
  if (entry instanceof FileSystemFileEntry) {
    return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    // A reader gives a hundred at a time, and none when there are no more.
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    files.push(...(await Promise.all(some.map(filesBelow))).flat());
  }
}
