import { readFileSync } from 'node:fs';

/** The promise of the README: a parsing child never holds more than this. Bytes. */
export const CHILD_MEMORY = 256 * 1024 * 1024;

/**
 * V8 heap of a child, in MB. Node itself, its code and buffers outside the heap (the file, its inflated streams) take
 * 80 to 120 MB; a child that has read PDFs holds 130 MB in all.
 */
export const CHILD_HEAP_MB = 128;

/** Above it an idle child is replaced before its next file, so that one large file does not weigh on the rest. */
export const RECYCLE_MEMORY = 180 * 1024 * 1024;

/**
 * What running from TypeScript costs a child on top where Node needs a loader for it: that loader parses the whole of
 * pdf.js (measured: 450 MB). Only development pays it.
 */
export const LOADER_MEMORY = 512 * 1024 * 1024;

/** Bytes of memory a process holds; undefined where the system does not tell (only Linux does, without a tool). */
export function residentBytes(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    // The process has ended since; its exit is reported by its own event.
    return undefined;
  }
}
