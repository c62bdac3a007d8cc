import type { PdfPage, PdfViewport } from './pdf-engine.ts';
import type { LinkMarks } from './link-marks.ts';
import { withoutMarks } from './link-marks.ts';

/** A run of text at its place. Points, from the top left corner of the upright page; `y` is the baseline. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Height of the font. */
  readonly size: number;
  /** Position in the content stream. */
  readonly order: number;
  readonly rightToLeft: boolean;
  /** The page paints a blank before it. */
  readonly blankBefore: boolean;
  /** Leaves no ink: a link's mark. It never decides where columns are. */
  readonly inkless: boolean;
}

export interface PageItems {
  readonly upright: readonly PlacedText[];
  /** Text that stands on its side: read in stream order after the rest. */
  readonly turned: readonly string[];
}

/** Below this height (points) text cannot be read on paper: white padding for screeners, not content. */
const SMALLEST_SIZE = 1;

interface RawItem {
  readonly str: string;
  readonly dir: string;
  readonly width: number;
  readonly transform: readonly number[];
}

/** Text, filled form fields and link marks of one page. */
export async function pageItems(page: PdfPage, marks: LinkMarks): Promise<PageItems> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const upright: PlacedText[] = [];
  const turned: string[] = [];
  let blank = false;
  for (const [order, item] of items.entries()) {
    if (!isTextItem(item)) continue;
    if (item.str.trim() === '') {
      blank ||= item.str !== '';
      continue;
    }
    const placed = place(item, viewport, order, blank);
    blank = false;
    if (placed === 'turned') turned.push(withoutMarks(item.str));
    else if (placed !== undefined) upright.push(placed);
  }
  const texts = withoutRepeats(upright);
  for (const annotation of await page.getAnnotations({ intent: 'display' })) {
    const extra = annotationText(annotation, viewport, marks, texts);
    if (extra !== undefined) texts.push(extra);
  }
  return { upright: texts, turned };
}

function isTextItem(item: unknown): item is RawItem {
  return typeof item === 'object' && item !== null && 'str' in item && 'transform' in item;
}

function place(
  item: RawItem,
  viewport: PdfViewport,
  order: number,
  blankBefore: boolean,
): PlacedText | 'turned' | undefined {
  const [a, b, c, d, x, y] = multiply(viewport.transform, item.transform);
  const size = Math.hypot(c, d);
  if (size < SMALLEST_SIZE) return undefined;
  // Slanted by more than 15 degrees, mirrored or upside down: a watermark or a label at the margin.
  if (a <= 0 || Math.abs(b) > 0.27 * a) return 'turned';
  if (x + item.width < 0 || x > viewport.width || y < 0 || y - size > viewport.height) return undefined;
  const rightToLeft = item.dir === 'rtl';
  return {
    text: withoutMarks(item.str),
    x,
    y,
    width: item.width,
    size,
    order,
    rightToLeft,
    blankBefore,
    inkless: false,
  };
}

/** Fake bold paints the same text twice, a fraction of a point apart. */
function withoutRepeats(items: readonly PlacedText[]): PlacedText[] {
  const seen = new Map<string, PlacedText[]>();
  return items.filter((item) => {
    const twins = seen.get(item.text) ?? [];
    if (twins.some((twin) => Math.abs(twin.x - item.x) < 1 && Math.abs(twin.y - item.y) < 1)) return false;
    seen.set(item.text, [...twins.slice(-8), item]);
    return true;
  });
}

function annotationText(
  annotation: unknown,
  viewport: PdfViewport,
  marks: LinkMarks,
  texts: readonly PlacedText[],
): PlacedText | undefined {
  if (typeof annotation !== 'object' || annotation === null) return undefined;
  const field = (name: string): unknown => Reflect.get(annotation, name);
  const box = viewBox(field('rect'), viewport);
  if (box === undefined) return undefined;
  const order = Number.MAX_SAFE_INTEGER;
  const subtype = field('subtype');
  if (subtype === 'Widget') {
    const value = field('fieldValue');
    if (field('fieldType') !== 'Tx' || typeof value !== 'string' || value.trim() === '') return undefined;
    const size = Math.min(12, box.bottom - box.top);
    const y = box.bottom - (box.bottom - box.top - size) / 2 - size / 5;
    const width = Math.min(box.right - box.left, value.length * size * 0.5);
    return {
      text: withoutMarks(value),
      x: box.left,
      y,
      width,
      size,
      order,
      rightToLeft: false,
      blankBefore: true,
      inkless: false,
    };
  }
  const target = field('url') ?? field('unsafeUrl');
  if (subtype !== 'Link' || typeof target !== 'string') return undefined;
  const text = marks.mark(target);
  if (text === '') return undefined;
  const anchor = texts.findLast((item) => !item.inkless && liesIn(item, box));
  const size = anchor?.size ?? Math.min(12, Math.max(SMALLEST_SIZE, box.bottom - box.top));
  const x = anchor === undefined ? box.right : anchor.x + anchor.width;
  return {
    text,
    x,
    y: anchor?.y ?? box.bottom,
    width: 0,
    size,
    order: anchor?.order ?? order,
    rightToLeft: false,
    blankBefore: true,
    inkless: true,
  };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function liesIn(item: PlacedText, box: Box): boolean {
  const middle = item.y - item.size / 3;
  return middle > box.top && middle < box.bottom && item.x < box.right && item.x + item.width > box.left;
}

function viewBox(rect: unknown, viewport: PdfViewport): Box | undefined {
  if (!Array.isArray(rect) || rect.length !== 4 || !rect.every((n): n is number => typeof n === 'number'))
    return undefined;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect;
  const [, , , , ax, ay] = multiply(viewport.transform, [1, 0, 0, 1, x1, y1]);
  const [, , , , bx, by] = multiply(viewport.transform, [1, 0, 0, 1, x2, y2]);
  return { left: Math.min(ax, bx), top: Math.min(ay, by), right: Math.max(ax, bx), bottom: Math.max(ay, by) };
}

type Matrix = readonly [number, number, number, number, number, number];

function multiply(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
