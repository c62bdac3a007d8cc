/** A file or directory inside a tar archive; directories have no data. */
export interface TarEntry {
  readonly path: string;
  readonly data: Uint8Array | undefined;
}

const BLOCK = 512;
/** Field offsets and lengths of a POSIX ustar header: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html */
const FIELD = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const;

/**
 * Packs entries into a ustar archive. Only what the template store needs: plain files and directories whose paths have
 * at most 100 ASCII characters.
 */
export function packTar(entries: readonly TarEntry[]): Uint8Array {
  const blocks: Buffer[] = [];
  for (const { path, data } of entries) {
    blocks.push(header(path, data));
    if (data !== undefined)
      blocks.push(Buffer.from(data), Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** Reads what `packTar` wrote. Throws where a header's checksum does not hold or the archive ends early. */
export function* readTar(archive: Buffer): Generator<TarEntry> {
  for (let at = 0; ;) {
    const head = archive.subarray(at, at + BLOCK);
    if (head.length < BLOCK) throw new Error('The archive ends early');
    if (head[0] === 0) return;
    if (octal(head, 'checksum') !== checksum(head))
      throw new Error(`Bad header at byte ${at} of the archive`);
    const size = octal(head, 'size');
    const data = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length < size) throw new Error('The archive ends early');
    yield { path: text(head, 'name'), data: text(head, 'type') === '5' ? undefined : data };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function header(path: string, data: Uint8Array | undefined): Buffer {
  if (path.length > FIELD.name[1]) throw new Error(`Path too long for the archive: ${path}`);
  const head = Buffer.alloc(BLOCK);
  head.write(path, FIELD.name[0], 'ascii');
  head.write(data === undefined ? '0000700\0' : '0000600\0', FIELD.mode[0], 'ascii');
  head.write((data?.length ?? 0).toString(8).padStart(11, '0'), FIELD.size[0], 'ascii');
  head.write(data === undefined ? '5' : '0', FIELD.type[0], 'ascii');
  head.write('ustar\x0000', FIELD.magic[0], 'ascii');
  head.write(`${checksum(head).toString(8).padStart(6, '0')}\0 `, FIELD.checksum[0], 'ascii');
  return head;
}

/** Sum of the header's bytes with the checksum field itself taken as spaces. */
function checksum(head: Buffer): number {
  const [start, length] = FIELD.checksum;
  let sum = length * 0x20;
  for (const [index, byte] of head.entries()) if (index < start || index >= start + length) sum += byte;
  return sum;
}

function text(head: Buffer, field: keyof typeof FIELD): string {
  const [start, length] = FIELD[field];
  const raw = head.toString('ascii', start, start + length);
  const end = raw.indexOf('\0');
  return end === -1 ? raw : raw.slice(0, end);
}

function octal(head: Buffer, field: 'size' | 'checksum'): number {
  return Number.parseInt(text(head, field).trim(), 8);
}
