const HIDDEN = '••••';

/** A value as it may be printed: a URL without its password and without the values of its query; nothing of any other secret. */
export function mask(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.host === '') return HIDDEN;
  if (url.password !== '') url.password = HIDDEN;
  const parameters = [...url.searchParams.keys()];
  for (const name of parameters) url.searchParams.set(name, HIDDEN);
  return url.href.replaceAll(encodeURIComponent(HIDDEN), HIDDEN);
}
