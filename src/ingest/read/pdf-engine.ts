import { createRequire, Module } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** The part of pdf.js that cvx reads with; the library behind pdf-parse. */
export interface PdfDocument {
  readonly numPages: number;
  getPage(number: number): Promise<PdfPage>;
  destroy(): Promise<void>;
}

export interface PdfPage {
  getViewport(options: { readonly scale: number }): PdfViewport;
  getTextContent(): Promise<{ readonly items: readonly unknown[] }>;
  getAnnotations(options: { readonly intent: 'display' }): Promise<readonly unknown[]>;
  getOperatorList(): Promise<{ readonly fnArray: readonly number[] }>;
  cleanup(): boolean;
}

export interface PdfViewport {
  readonly width: number;
  readonly height: number;
  /** Page space (points, y upwards, maybe rotated) to view space (points, y downwards, upright). */
  readonly transform: readonly number[];
}

/** Opens a PDF. Rejects with the exceptions of pdf-parse (`PasswordException`, `InvalidPDFException`, …). */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  const require = createRequire(createRequire(import.meta.url).resolve('pdf-parse'));
  withoutCanvas(require);
  const { PDFParse } = await import('pdf-parse');
  const parser = new PDFParse({
    // pdf.js takes the buffer over and leaves it empty behind.
    data: new Uint8Array(bytes),
    // Warnings go to stdout otherwise.
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
    isOffscreenCanvasSupported: false,
    // Fonts of Chinese, Japanese and Korean text that are not embedded.
    cMapUrl: join(dirname(require.resolve('pdfjs-dist/package.json')), 'cmaps') + sep,
    cMapPacked: true,
  });
  return loadedDocument(parser);
}

/**
 * pdf.js loads a 24 MB native canvas at import to draw pages. cvx draws none, so the module is replaced by the names
 * that pdf.js puts up as globals; nothing calls them while text is read.
 */
function withoutCanvas(require: NodeJS.Require): void {
  const id = require.resolve('@napi-rs/canvas');
  if (require.cache[id] !== undefined) return;
  const stub = new Module(id);
  stub.loaded = true;
  stub.exports = {
    DOMMatrix: function DOMMatrix() {},
    ImageData: function ImageData() {},
    Path2D: function Path2D() {},
  };
  require.cache[id] = stub;
}

/** pdf-parse keeps its document private, and its own text has no positions: this is the border to the library. */
async function loadedDocument(parser: object): Promise<PdfDocument> {
  const load: unknown = Reflect.get(parser, 'load');
  if (typeof load !== 'function')
    throw new Error('pdf-parse has no load(): its version is not the one cvx needs');
  const document: PdfDocument = await Reflect.apply(load, parser, []);
  return document;
}
