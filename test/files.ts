import { createHash } from 'node:crypto';
import type { Files } from '#functions/http/files.ts';

/** Objects in memory; `objects` is what lies in the bucket. */
export interface MemoryFiles extends Files {
  readonly objects: Map<string, Uint8Array>;
}

const chunkBytes = 64 * 1024;

export function memoryFiles(): MemoryFiles {
  const objects = new Map<string, Uint8Array>();
  const factsOf = (bytes: Uint8Array) => ({
    bytes: bytes.length,
    etag: createHash('md5').update(bytes).digest('hex'),
  });
  const link = (key: string) => `https://files.example.com/${encodeURI(key)}`;
  return {
    objects,
    head: async (key) => {
      const bytes = objects.get(key);
      return bytes && factsOf(bytes);
    },
    read: async (key, first) => objects.get(key)?.slice(0, first),
    stream: async (key) => {
      const bytes = objects.get(key);
      return bytes && { ...factsOf(bytes), body: piecesOf(bytes) };
    },
    remove: async (key) => void objects.delete(key),
    put: async (key, body) => void objects.set(key, typeof body === 'string' ? Buffer.from(body) : body),
    uploadLink: async (key) => link(key),
    uploadLinkOnce: async (key, _bytes, contentType) => ({
      url: link(key),
      headers: { 'content-type': contentType, 'if-none-match': '*' },
    }),
    downloadLink: async (key) => link(key),
  };
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
