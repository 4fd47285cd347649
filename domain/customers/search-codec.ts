import * as z from 'zod';
import type { Segment } from './search-segment.ts';

/** How far a snapshot reaches. */
export const SnapshotFacts = z.object({
  /** Changes noted from this instant on may be missing in it. */
  asOf: z.string(),
  /** The customers of this department, after this one, have not been read yet; absent when all have been. */
  walk: z.object({ departmentId: z.string(), after: z.string().optional() }).optional(),
});
export type SnapshotFacts = z.output<typeof SnapshotFacts>;

/** Rises with the form of documents or columns: a snapshot of another form is read anew from the customers. */
const form = 1;

const Head = SnapshotFacts.extend({
  form: z.literal(form),
  count: z.int(),
  ids: z.array(z.string()),
  collaborators: z.array(z.tuple([z.int(), z.array(z.int())])),
  sizes: z.array(z.int()),
});

const alignment = 8;

/** Head and columns one behind the other, each at an address that fits its numbers. */
export function encode(segment: Segment, facts: SnapshotFacts): Buffer {
  const { count, ids, collaborators, owners, departments, nameStarts, codeStarts, names, codes, ulids } = segment;
  const columns = [owners, departments, nameStarts, codeStarts, names, codes, ulids].map(bytesOf);
  const sizes = columns.map(({ length }) => length);
  const head = { ...facts, form, count, ids, collaborators: [...collaborators], sizes };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(alignment);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, ...[text, ...columns].flatMap((part) => [part, padding(part.length)])]);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

function padding(length: number): Buffer {
  return Buffer.alloc((alignment - (length % alignment)) % alignment);
}

/** Undefined for what has another form. */
export function decode(given: Buffer): { readonly segment: Segment; readonly facts: SnapshotFacts } | undefined {
  const bytes = given.byteOffset % alignment === 0 ? given : bytesOf(Uint8Array.from(given));
  let at = alignment;
  const next = (length: number): Buffer => {
    const part = bytes.subarray(at, at + length);
    at += length + padding(length).length;
    return part;
  };
  const parsed = Head.safeParse(JSON.parse(next(bytes.readUInt32LE()).toString()));
  if (!parsed.success) return undefined;
  const { count, ids, collaborators, sizes, form: _, ...facts } = parsed.data;
  const parts = sizes.map(next);
  const [owners, departments, nameStarts, codeStarts] = parts.map(
    ({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length >>> 2),
  );
  const [, , , , names, codes, ulids] = parts;
  if (!owners || !departments || !nameStarts || !codeStarts || !names || !codes || !ulids) return undefined;
  const segment = {
    ...{ count, ids, owners, departments, nameStarts, codeStarts, codes, ulids },
    names: new Uint16Array(names.buffer, names.byteOffset, names.length >>> 1),
    collaborators: new Map(collaborators),
  };
  return { segment, facts };
}
