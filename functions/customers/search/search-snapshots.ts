import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { decode, encode, type SnapshotFacts } from '#domain/customers/search-codec.ts';
import type { Segment } from '#domain/customers/search-segment.ts';
import { env } from '#functions/http/env.ts';
import type { World } from '#functions/http/world.ts';

export interface Snapshot {
  readonly segment: Segment;
  readonly facts: SnapshotFacts;
}

/** Where the snapshot is kept; in memory in tests. */
export interface Snapshots {
  /** Undefined while there is none, or one of a form that is known no longer. */
  readonly read: () => Promise<Snapshot | undefined>;
  readonly write: (snapshot: Snapshot) => Promise<void>;
}

/** One object, written over: a bucket without versions keeps nothing of who was erased. */
const key = 'snapshot';

/** `used` meters what is asked; a search that holds the snapshot for an hour asks once. */
export function snapshotsInS3(used: World['used'] = () => undefined): Snapshots {
  // Made with the first use, so that tests can import this without an environment.
  let made: S3Client | undefined;
  const client = () => {
    made ??= new S3Client({});
    return made;
  };
  const at = () => ({ Bucket: env('SEARCH_BUCKET'), Key: key });
  return {
    read: async () => {
      used('objectReads', 1);
      const bytes = await bytesOf(client(), at());
      return bytes && unpacked(bytes);
    },
    write: async (snapshot) => {
      used('objectWrites', 1);
      await client().send(new PutObjectCommand({ ...at(), Body: packed(snapshot) }));
    },
  };
}

export function packed({ segment, facts }: Snapshot): Buffer {
  return zstdCompressSync(encode(segment, facts));
}

export function unpacked(bytes: Uint8Array): Snapshot | undefined {
  return decode(zstdDecompressSync(bytes));
}

async function bytesOf(
  client: S3Client,
  at: { readonly Bucket: string; readonly Key: string },
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(at));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
