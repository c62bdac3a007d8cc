import { Parser } from 'htmlparser2';
import { DepthGuard } from './depth.ts';

export interface XmlHandler {
  /** `name` and the attributes' names as written, with their prefixes. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text?(text: string): void;
}

interface XmlSink {
  write(piece: string): void;
  end(): void;
}

/**
 * Streams XML of office documents to a handler. Knows the five entities of XML and no others, reads no DTD and fetches
 * nothing, so neither entity expansion nor external entities exist here. Nesting depth costs no stack.
 */
export function xmlSink(handler: XmlHandler): XmlSink {
  const depth = new DepthGuard();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth.enter();
        handler.open(name, attributes);
      },
      onclosetag: (name) => {
        depth.leave();
        handler.close(name);
      },
      ontext: (text) => handler.text?.(text),
    },
    { xmlMode: true, decodeEntities: true },
  );
  return { write: (piece) => parser.write(piece), end: () => parser.end() };
}
