const NEWLINE = 0x0a;
const BAR = 0x7c;
/** Compose's labels end, padded, within so many bytes. */
const LABEL_BYTES = 100;
/** A log with more different labels than this is no log of Compose. */
const MAX_LABELS = 1000;

/**
 * Tells each new text before Compose's `|` once. Labels are known by a hash of their bytes: a log has millions of lines and a
 * handful of labels, and decoding each of them would take longer than searching the log.
 */
export function lookAtLabels(
  onLabel: (label: string) => void,
): (bytes: Buffer, start: number, to: number) => void {
  const known = new Set<number>();
  return (bytes, start, to) => {
    const limit = Math.min(to, start + LABEL_BYTES);
    let hash = 0;
    for (let at = start; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === NEWLINE) return;
      if (byte !== BAR) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        continue;
      }
      if (at === start || known.has(hash) || known.size >= MAX_LABELS) return;
      known.add(hash);
      const label = bytes.toString('latin1', start, at).trimEnd();
      if (/^[\w.-]+$/.test(label)) onLabel(label);
      return;
    }
  };
}
