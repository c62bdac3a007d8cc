/** `%40` as `@`. A text with a stray percent sign is no encoding: it stands as written. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
