import { join } from 'node:path';
import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import type { AwsEvent } from '../events/bus.ts';
import { objectAt } from '../json.ts';
import { arnOf } from '../names.ts';
import { AwsError, type AwsReply, type AwsRequest, type Service } from '../service.ts';
import { element, type Xml } from '../xml.ts';
import { createObjects, type ObjectFacts, type Objects } from './objects.ts';
import { operationOf, type Target, toTarget } from './request.ts';

/** S3: the buckets of the template, and of its operations those that this system uses. */
export interface Storage {
  readonly service: Service;
  /** Puts an object as a service of AWS does (Firehose). */
  readonly put: (bucket: string, key: string, body: Buffer, contentType: string) => void;
  readonly list: (bucket: string, prefix?: string) => readonly ObjectFacts[];
  readonly read: (bucket: string, key: string) => Buffer | undefined;
  readonly clear: () => void;
}

interface Context {
  readonly objects: Objects;
  readonly now: () => number;
}

type Run = (request: AwsRequest, target: Target, context: Context) => AwsReply;

const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export function createStorage(options: {
  readonly assembly: Assembly;
  readonly clock: Clock;
  /** Keeps objects in this folder; in memory where it is left out. */
  readonly dir?: string | undefined;
  /** The default bus, which is told of new objects by the buckets whose notifications say so. */
  readonly tell?: (event: AwsEvent) => void;
}): Storage {
  const { assembly, clock, dir, tell = () => {} } = options;
  const buckets = new Map<string, Objects>();
  for (const { name, properties } of assembly.ofType('AWS::S3::Bucket')) {
    const objects = createObjects(dir === undefined ? undefined : join(dir, name));
    const notifications = objectAt(properties, 'NotificationConfiguration');
    const isTold = notifications['EventBridgeConfiguration'] !== undefined;
    buckets.set(name, isTold ? telling(objects, name, tell) : objects);
  }
  const objectsOf = (bucket: string): Objects => {
    const objects = buckets.get(bucket);
    if (!objects) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return objects;
  };
  const now = () => clock.now();
  return {
    service: {
      plan: (request) => {
        checkExpiry(request, now());
        const target = toTarget(request, [...buckets.keys()]);
        const { operation, needs } = operationOf(request, target);
        const run = operations[operation];
        if (!run) throw new AwsError('NotImplemented', `s3:${operation} is not run on a laptop.`, 501);
        return { operation, needs, run: async () => run(request, target, { objects: objectsOf(target.bucket), now }) };
      },
      refuse: (error, request) => refuse(error, request),
    },
    put: (bucket, key, body, contentType) =>
      void objectsOf(bucket).put({ key, body, contentType, metadata: {}, modifiedAt: now() }),
    list: (bucket, prefix = '') => objectsOf(bucket).list(prefix),
    read: (bucket, key) => objectsOf(bucket).get(key)?.body,
    clear: () => {
      for (const objects of buckets.values()) objects.clear();
    },
  };
}

/** Objects whose every new one is an event on the default bus (EventBridge `Object Created`). */
function telling(objects: Objects, bucket: string, tell: (event: AwsEvent) => void): Objects {
  return {
    ...objects,
    put: (given) => {
      const put = objects.put(given);
      const object = { key: given.key, size: given.body.length, etag: put.etag };
      const detail = { version: '0', bucket: { name: bucket }, object, reason: 'PutObject' };
      tell({ source: 'aws.s3', type: 'Object Created', resources: [arnOf('s3', bucket)], detail });
      return put;
    },
  };
}

const operations: Readonly<Record<string, Run>> = {
  PutObject: ({ headers, body }, { key }, { objects, now }) => {
    if (headers['if-none-match'] === '*' && objects.get(key)) {
      throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
    }
    const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    const encoding = (headers['content-encoding'] ?? '').replace(/aws-chunked,?\s*/, '');
    const { etag } = objects.put({
      key,
      body: headers['x-amz-content-sha256']?.startsWith('STREAMING-') ? unchunked(body) : body,
      contentType: headers['content-type'] ?? 'binary/octet-stream',
      ...(encoding !== '' && { contentEncoding: encoding }),
      metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
      modifiedAt: now(),
    });
    return { status: 200, headers: { etag: `"${etag}"` }, body: '' };
  },
  GetObject: ({ headers, query }, { key }, { objects }) => {
    const { body, ...facts } = found(objects, key);
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers['range'] ?? '');
    const all = { ...headersOf(facts), ...overridden(query) };
    if (!range) return { status: 200, headers: all, body };
    const first = Number(range[1]);
    const last = Math.min(range[2] ? Number(range[2]) : body.length - 1, body.length - 1);
    if (first > last) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
    const part = { ...all, 'content-range': `bytes ${first}-${last}/${body.length}` };
    return { status: 206, headers: part, body: body.subarray(first, last + 1) };
  },
  HeadObject: (_, { key }, { objects }) => {
    const { body, ...facts } = found(objects, key);
    return { status: 200, headers: headersOf(facts), body };
  },
  DeleteObject: (_, { key }, { objects }) => {
    objects.remove(key);
    return { status: 204, headers: {}, body: '' };
  },
  HeadBucket: () => ({ status: 200, headers: {}, body: '' }),
  ListObjectsV2: ({ query }, { bucket }, { objects }) =>
    xml(200, element('ListBucketResult', page(bucket, query, objects), namespace)),
};

/** A page of keys; with a delimiter, what lies below it is one common prefix. */
function page(bucket: string, query: URLSearchParams, objects: Objects): Xml {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const rows = new Map<string, ObjectFacts | undefined>();
  for (const facts of objects.list(prefix)) {
    const end = delimiter === '' ? -1 : facts.key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? facts.key : facts.key.slice(0, end + delimiter.length);
    if (name > after) rows.set(name, end < 0 ? facts : undefined);
  }
  const shown = [...rows].slice(0, most);
  const isTruncated = rows.size > most;
  const next = Buffer.from(shown.at(-1)?.[0] ?? '').toString('base64url');
  return {
    Name: bucket,
    Prefix: prefix,
    KeyCount: shown.length,
    MaxKeys: most,
    Delimiter: delimiter || undefined,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated ? next : undefined,
    Contents: shown.flatMap(([, facts]) => (facts ? [toContents(facts)] : [])),
    CommonPrefixes: shown.flatMap(([name, facts]) => (facts ? [] : [{ Prefix: name }])),
  };
}

function toContents({ key, modifiedAt, etag, bytes }: ObjectFacts): Xml {
  return {
    Key: key,
    LastModified: new Date(modifiedAt).toISOString(),
    ETag: `"${etag}"`,
    Size: bytes,
    StorageClass: 'STANDARD',
  };
}

function found(objects: Objects, key: string) {
  const object = objects.get(key);
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
}

function headersOf({ etag, contentType, contentEncoding, metadata, modifiedAt }: ObjectFacts): Record<string, string> {
  return {
    etag: `"${etag}"`,
    'content-type': contentType,
    ...(contentEncoding !== undefined && { 'content-encoding': contentEncoding }),
    'last-modified': new Date(modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

/** A presigned link may say under which name and type its object is downloaded. */
function overridden(query: URLSearchParams): Record<string, string> {
  const names = ['content-type', 'content-disposition', 'cache-control', 'content-language'];
  return Object.fromEntries(
    names.flatMap((name) => (query.has(`response-${name}`) ? [[name, query.get(`response-${name}`) ?? '']] : [])),
  );
}

/** A presigned link is good for as long as it says, by the clock of the laptop. */
function checkExpiry({ query }: AwsRequest, now: number): void {
  const date = query.get('X-Amz-Date');
  const expires = query.get('X-Amz-Expires');
  if (date === null || expires === null) return;
  const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(now < signedAt + Number(expires) * 1000)) throw new AwsError('AccessDenied', 'Request has expired', 403);
}

/** The SDK frames a streamed body as `<size in hex>;…\r\n<bytes>\r\n`, ended by a chunk of no bytes and trailers. */
function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = end < 0 ? 0 : Number.parseInt(body.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function refuse({ name, message, status }: AwsError, { path }: AwsRequest): AwsReply {
  const code = name === 'AccessDeniedException' ? 'AccessDenied' : name;
  return xml(
    code === 'AccessDenied' ? 403 : status,
    element('Error', { Code: code, Message: message, Resource: path }),
  );
}

function xml(status: number, body: string): AwsReply {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
