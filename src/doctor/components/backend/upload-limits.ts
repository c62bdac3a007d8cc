import { oncePer } from '../../../lib/once-per.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';
import { sourcesOf } from './client-pools.ts';
import { isCvx } from './metrics-service.ts';
import { readsVariable } from './variable-readers.ts';

export const MIB = 1024 ** 2;

/** What a program takes in one request or one file of it, as it says itself. */
export interface UploadLimit {
  readonly bytes: number;
  /** The variable or constant that says so. */
  readonly name: string;
  readonly at: Place;
  /** Of a whole request; else of a file, around which a form adds some bytes. */
  readonly isWhole: boolean;
}

/** The largest upload that a program lets through; undefined where neither its variables nor its sources say a size. */
export function uploadLimit(project: Project, service: Service): UploadLimit | undefined {
  return limits(project)(service);
}

/** Whether the sources take files from a form, however large. */
export function takesFiles(project: Project, service: Service): boolean {
  return takers(project)(service);
}

/** Both read every source, and are asked for again and again. */
const limits = oncePer((project: Project) => oncePer((service: Service) => findLimit(project, service)));
const takers = oncePer((project: Project) => oncePer((service: Service) => findForm(project, service)));

function findLimit(project: Project, service: Service): UploadLimit | undefined {
  if (isCvx(service)) return ownLimit(service);
  // What the code of a page checks is sent elsewhere.
  if (service.kind === 'frontend') return undefined;
  const said = service.environment.flatMap(({ key, value = '', at }) => limitOf(key, value, at) ?? []);
  const read = said.filter(({ name }) => readsVariable(project, service, name) !== 'no');
  const set = new Set(service.environment.map(({ key }) => key.toUpperCase()));
  const inSources = sourceLimits(project, service).filter(({ name }) => !set.has(name.toUpperCase()));
  // Files that the program fetches itself do not come through nginx.
  const isUpload = takesFiles(project, service);
  const mayBe = isUpload || programFiles(project, service).length === 0;
  const all = [...read.filter(({ isWhole }) => isWhole || mayBe), ...(isUpload ? inSources : [])];
  return all.toSorted((a, b) => b.bytes - a.bytes)[0];
}

function findForm(project: Project, service: Service): boolean {
  return (
    service.kind !== 'frontend' &&
    programFiles(project, service).some((file) =>
      /\bUploadFile\b|\bFileInterceptor\(|\bformData\(\)|\.form\(\)|\.multipart\(\)|\bparseBody\(|\brequest\.files\b|\brequest\.FILES\b|\bFileField\(|\bmulter\(|@fastify\/(?:multipart|busboy)|['"](?:busboy|formidable|express-fileupload|koa-body)['"]/.test(
        project.read(file) ?? '',
      ),
    )
  );
}

/** `cvx serve` counts all files of a request together, in units of 1,000,000 bytes (src/serve/routes/ingest.ts). */
function ownLimit(service: Service): UploadLimit | undefined {
  if (service.command[0] !== 'serve') return undefined;
  const name = 'CVX_MAX_UPLOAD_MB';
  const entry = service.environment.findLast(({ key }) => key === name);
  const megabytes = entry === undefined ? '100' : (entry.value ?? '');
  if (!/^\d+$/.test(megabytes)) return undefined;
  return { bytes: Number(megabytes) * 1_000_000, name, at: entry?.at ?? service.at, isWhole: true };
}

const OF_UPLOADS =
  /_(?:UPLOADS?|FILES?|FILESIZE|FILELENGTH|BODY|REQUEST|CONTENT|PAYLOAD|ATTACHMENTS?|DOCUMENTS?|RESUMES?|CVS?|PDF)_/;
const OF_LIMITS = /_(?:MAX|MAXIMUM|LIMIT)_/;
const OF_SIZES = /_(?:SIZE|FILESIZE|LENGTH|FILELENGTH|BYTES|LIMIT|[KMG]I?B|MEGABYTES)_/;
/** Limits of something else that has files or requests. Django's …MAX_MEMORY_SIZE says when a file goes to the disk. */
const OF_OTHERS =
  /_(?:LOGS?|CACHED?|CHUNKS?|POOL|BATCH|BUFFER|MEMORY|MEM|DISK|STORAGE|QUOTA|TOTAL|HEADERS?|ROTATION|CONTEXT|QUEUE|TOKENS?|CHARS?|RESPONSE|HEAP|DOWNLOADS?)_/;
const UNIT = { b: 1, k: 1024, m: MIB, g: 1024 * MIB } as const;
/** A number without a unit is one of bytes only where it could be nothing else. */
const SURELY_BYTES = 100_000;

/** What a name and a value say together: `MAX_UPLOAD_SIZE_MB=50`, `UPLOAD_MAX_FILESIZE=50M`, `MAX_CONTENT_LENGTH=52428800`. */
function limitOf(name: string, value: string, at: Place): UploadLimit | undefined {
  const words = `_${name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_`;
  if (![OF_UPLOADS, OF_LIMITS, OF_SIZES].every((one) => one.test(words)) || OF_OTHERS.test(words))
    return undefined;
  const [, number, written = ''] = /^(\d+(?:\.\d+)?)\s*(?:([kmg])i?b?|bytes)?$/i.exec(value.trim()) ?? [];
  if (number === undefined) return undefined;
  const named = /_([KMG])I?B_/.exec(words)?.[1] ?? (words.includes('_MEGABYTES_') ? 'M' : '');
  const unit = unitOf(written) ?? unitOf(named);
  const bytes = Number(number) * (unit ?? 1);
  if (bytes === 0 || (unit === undefined && bytes < SURELY_BYTES)) return undefined;
  return { bytes, name, at, isWhole: /_(?:BODY|REQUEST|CONTENT|PAYLOAD)_/.test(words) };
}

function unitOf(letter: string): number | undefined {
  return Object.entries(UNIT).find(([unit]) => unit === letter.toLowerCase())?.[1];
}

/** `MAX_FILE_SIZE = 10 * 1024 * 1024`, `max_upload_size_mb: int = 50`, `app.config["MAX_CONTENT_LENGTH"] = …`, `getenv("MAX_UPLOAD_MB", "50")`. */
const CONSTANT =
  /(?:^[ \t]*(?:export[ \t]+)?(?:const[ \t]+|let[ \t]+)?(\w+)[ \t]*(?::[ \t]*[\w[\]]+)?|\bconfig\[["'](\w+)["']\])[ \t]*=[ \t]*(?:Field\([ \t]*(?:default[ \t]*=[ \t]*)?)?(\d[\d_]*(?:[ \t]*\*[ \t]*\d[\d_]*)*)[ \t]*(?=[,;)#/\r\n]|$)/gm;
const FALLBACK =
  /(?:getenv|environ\.get)\(\s*["'](\w+)["']\s*,\s*["']?(\d+\w*)["']?\s*\)|process\.env\.(\w+)\s*(?:\?\?|\|\|)\s*["']?(\d+\w*)["']?/g;

function sourceLimits(project: Project, service: Service): readonly UploadLimit[] {
  return programFiles(project, service).flatMap((file) => {
    const text = project.read(file) ?? '';
    return [...text.matchAll(CONSTANT), ...text.matchAll(FALLBACK)].flatMap((match) => {
      const [name = '', value = ''] = match.slice(1).filter((group) => group !== undefined);
      const start = match.index + match[0].length - match[0].trimStart().length;
      return limitOf(name, String(product(value)), placeInText(file, text, start)) ?? [];
    });
  });
}

function product(value: string): number | string {
  const factors = value.split('*').map((factor) => factor.trim().replaceAll('_', ''));
  return factors.every((factor) => /^\d+$/.test(factor))
    ? factors.reduce((result, factor) => result * Number(factor), 1)
    : value;
}

function programFiles(project: Project, service: Service): readonly string[] {
  return sourcesOf(project, service).filter(
    (file) =>
      /\.(?:py|[cm]?[jt]s)$/.test(file) &&
      !/(?:^|\/)(?:tests?|__tests__|migrations?|scripts?|frontend|client|web|ui)\/|(?:^|\/)test_|(?:_test|\.test|\.spec)\.\w+$|conftest\.py$/.test(
        file,
      ),
  );
}
