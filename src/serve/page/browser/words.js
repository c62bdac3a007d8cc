/** Numbers, dates and files in words. */

const whole = new Intl.NumberFormat('en');
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const monthName = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

/** As the command line says it: months below two years. @param {number} months */
export function duration(months) {
  return months < 24 ? counted(months, 'month') : `${tenths.format(months / 12)} years`;
}

/** @param {number} years */
export function experience(years) {
  return `${tenths.format(years)} ${years === 1 ? 'year' : 'years'}`;
}

/** `2019-03` as `Mar 2019`; `2019` stays. @param {string} yearMonth */
export function month(yearMonth) {
  const parts = /^(\d{4})-(\d{2})$/.exec(yearMonth);
  return parts === null ? yearMonth : monthName.format(Date.UTC(Number(parts[1]), Number(parts[2]) - 1));
}

/** @param {string} path */
export function fileName(path) {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** Whose name is not known is called like their file. @param {string | null | undefined} name @param {readonly string[]} files */
export function nameOf(name, [file]) {
  return name ?? (file === undefined ? 'Name unknown' : fileName(file));
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return counted(bytes, 'byte');
  return bytes < 1e6 ? `${whole.format(Math.round(bytes / 1e3))} kB` : `${tenths.format(bytes / 1e6)} MB`;
}
