import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { env } from './env.ts';
import type { World } from './world.ts';

interface FileFacts {
  readonly etag: string;
  readonly bytes: number;
}

/** A link with the headers that were signed with it. */
interface Upload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Objects of one bucket, and links by which a client sends and fetches them without passing through a function. */
export interface Files {
  /** Undefined where there is none. */
  readonly head: (key: string) => Promise<FileFacts | undefined>;
  /** The first bytes, or all. */
  readonly read: (key: string, first?: number) => Promise<Uint8Array | undefined>;
  /** Piece by piece, for what no memory holds. */
  readonly stream: (key: string) => Promise<(FileFacts & { readonly body: AsyncIterable<Uint8Array> }) | undefined>;
  /** Removing what is not there is no error. */
  readonly remove: (key: string) => Promise<void>;
  readonly put: (key: string, body: string | Uint8Array, contentType?: string) => Promise<void>;
  /** For exactly so many bytes. */
  readonly uploadLink: (key: string, bytes: number, seconds: number) => Promise<string>;
  /** For exactly so many bytes of that type, and for one time: with these headers and no others. */
  readonly uploadLinkOnce: (key: string, bytes: number, contentType: string, seconds: number) => Promise<Upload>;
  readonly downloadLink: (key: string, fileName: string, seconds: number) => Promise<string>;
}

export interface FilesWorld extends World {
  readonly files: Files;
}

/** A world with these files; what is asked of them is metered. What goes by a link is asked by the client, later or never. */
export function withFiles(files: Files): (world: World) => FilesWorld {
  return (world) => ({ ...world, files: metered(files, world.used) });
}

function metered(files: Files, used: World['used']): Files {
  const read =
    <A extends unknown[], T>(ask: (...given: A) => T) =>
    (...given: A): T => {
      used('objectReads', 1);
      return ask(...given);
    };
  return {
    ...files,
    head: read(files.head),
    read: read(files.read),
    stream: read(files.stream),
    put: (...given) => {
      used('objectWrites', 1);
      return files.put(...given);
    },
  };
}

/** The bucket that the variable names; the client is made with the first call. Checksums only where S3 demands them: a browser could not add them to a link. */
export function s3Files(variable = 'FILES_BUCKET'): Files {
  let made: S3Client | undefined;
  const client = () => (made ??= new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }));
  const at = (key: string) => ({ Bucket: env(variable), Key: key });
  return {
    head: async (key) => {
      const found = await orNone(client().send(new HeadObjectCommand(at(key))));
      return found && factsOf(found);
    },
    read: async (key, first) => {
      const range = first === undefined ? {} : { Range: `bytes=0-${first - 1}` };
      const found = await orNone(client().send(new GetObjectCommand({ ...at(key), ...range })));
      return found?.Body?.transformToByteArray();
    },
    stream: async (key) => {
      const found = await orNone(client().send(new GetObjectCommand(at(key))));
      return found?.Body && { ...factsOf(found), body: found.Body as unknown as AsyncIterable<Uint8Array> };
    },
    remove: async (key) => {
      await client().send(new DeleteObjectCommand(at(key)));
    },
    put: async (key, body, contentType) => {
      const type = contentType === undefined ? {} : { ContentType: contentType };
      await client().send(new PutObjectCommand({ ...at(key), Body: body, ...type }));
    },
    uploadLink: (key, bytes, seconds) => {
      const command = new PutObjectCommand({ ...at(key), ContentLength: bytes });
      return getSignedUrl(client(), command, {
        expiresIn: seconds,
        signableHeaders: new Set(['content-length', 'host']),
      });
    },
    uploadLinkOnce: async (key, bytes, contentType, seconds) => {
      const command = new PutObjectCommand({
        ...at(key),
        ContentLength: bytes,
        ContentType: contentType,
        IfNoneMatch: '*',
      });
      const signableHeaders = new Set(['content-length', 'content-type', 'host', 'if-none-match']);
      const url = await getSignedUrl(client(), command, { expiresIn: seconds, signableHeaders });
      return { url, headers: { 'content-type': contentType, 'if-none-match': '*' } };
    },
    downloadLink: (key, fileName, seconds) => {
      const ResponseContentDisposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
      const command = new GetObjectCommand({ ...at(key), ResponseContentDisposition });
      return getSignedUrl(client(), command, { expiresIn: seconds });
    },
  };
}

function factsOf({ ETag = '', ContentLength = 0 }: Pick<HeadObjectCommandOutput, 'ETag' | 'ContentLength'>): FileFacts {
  return { etag: ETag, bytes: ContentLength };
}

/** Without the right to list, S3 says of what is not there that it is forbidden. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404 || status === 403) return undefined;
    throw error;
  }
}
