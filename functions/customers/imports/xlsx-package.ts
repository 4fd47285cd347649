import sax from 'sax';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { UnreadableFile } from './import-sheet.ts';

/** More parts than any workbook has, and tags deeper or fuller than any of its parts. */
const partsMax = 5000;
const depthMax = 64;
const attributesMax = 64;

/** A workbook's parts, each read piece by piece. What a part says of its size is what is unpacked of it at most. */
export interface Package {
  readonly has: (name: string) => boolean;
  /** Tells the handlers what the part holds; after each piece of it the caller has his turn. */
  readonly parse: (name: string, unpackedMax: number, handlers: Handlers) => AsyncGenerator<void>;
}

interface Handlers {
  /** Names without their prefix. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  readonly text?: (text: string) => void;
}

export async function openPackage(bytes: Uint8Array): Promise<Package> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).catch(notXlsx);
  const entries = await entriesOf(zip).catch(notXlsx);
  return {
    has: (name) => entries.has(name),
    parse: async function* (name, unpackedMax, handlers) {
      const entry = entries.get(name) ?? notXlsx();
      if (entry.uncompressedSize > unpackedMax) throw new UnreadableFile('customers.import-unpacked');
      const parser = parserOf(handlers);
      const text = new TextDecoder();
      try {
        for await (const piece of await zip.openReadStreamPromise(entry)) {
          parser.write(text.decode(piece as Buffer, { stream: true }));
          yield;
        }
        parser.close();
      } catch (error) {
        notXlsx(error);
      }
      yield;
    },
  };
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > partsMax) throw new UnreadableFile('customers.import-unpacked');
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return entries;
}

/** Strict, so that what is no XML is told; no entity is known but those of XML itself. */
function parserOf({ open, close, text }: Handlers): sax.SAXParser {
  const parser = sax.parser(true, { position: false });
  let depth = 0;
  let attributes = 0;
  parser.onerror = notXlsx;
  parser.onattribute = () => {
    attributes += 1;
    if (attributes > attributesMax) notXlsx();
  };
  parser.onopentag = ({ name, attributes: given }) => {
    attributes = 0;
    depth += 1;
    if (depth > depthMax) notXlsx();
    open(localName(name), given as Record<string, string>);
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    close(localName(name));
  };
  if (text !== undefined) {
    parser.ontext = text;
    parser.oncdata = text;
  }
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Damaged, protected by a password, of the old kind, or no workbook at all. */
export function notXlsx(cause?: unknown): never {
  if (cause instanceof UnreadableFile) throw cause;
  throw new UnreadableFile('customers.import-not-xlsx', undefined, { cause });
}
