import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Resource } from '../assembly.ts';
import type { Cancel, Clock } from '../clock.ts';
import { type JsonObject, maybeTextAt, numberAt, objectAt, objectsAt, textAt } from '../json.ts';

/** Where a delivery stream writes: a bucket of the template. */
export type PutObject = (bucket: string, key: string, body: Buffer, contentType: string) => void;

/** What CloudWatch Logs sends of one line. */
export interface LogRecord {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

/** One delivery stream: what is put into it is gathered and written as objects. */
export interface DeliveryStream {
  readonly put: (record: LogRecord) => void;
  readonly flush: () => void;
  readonly clear: () => void;
}

const hourMs = 60 * 60 * 1000;

/**
 * Gathers until the buffer's interval or size is reached, and never beyond the hour: the key names the hour in which
 * the first record came, and a reader of that hour must find all of it.
 */
export function createDeliveryStream(resource: Resource, clock: Clock, putObject: PutObject): DeliveryStream {
  const settings = settingsOf(resource);
  let records: Buffer[] = [];
  let bytes = 0;
  let firstAt = 0;
  let cancel: Cancel | undefined;
  const clear = (): void => {
    cancel?.();
    cancel = undefined;
    records = [];
    bytes = 0;
  };
  const flush = (): void => {
    if (records.length > 0) {
      const content = Buffer.concat(records);
      const body = settings.isGzip ? gzipSync(content) : content;
      putObject(settings.bucket, keyOf(settings, resource.name, firstAt), body, 'application/octet-stream');
    }
    clear();
  };
  return {
    put: (record) => {
      if (records.length === 0) {
        firstAt = clock.now();
        const endOfHour = (Math.floor(firstAt / hourMs) + 1) * hourMs;
        cancel = clock.at(Math.min(firstAt + settings.intervalMs, Math.max(endOfHour - 1, firstAt)), flush);
      }
      const content = settings.unpacks ? messagesOf(record) : packed(record);
      records.push(content);
      bytes += content.length;
      if (bytes >= settings.bytes) flush();
    },
    flush,
    clear,
  };
}

interface Settings {
  readonly bucket: string;
  readonly prefix: string;
  readonly extension: string;
  readonly intervalMs: number;
  readonly bytes: number;
  readonly isGzip: boolean;
  /** Whether objects hold the bare messages instead of what CloudWatch Logs sends. */
  readonly unpacks: boolean;
}

function settingsOf({ name, properties }: Resource): Settings {
  const s3 = objectAt(properties, 'ExtendedS3DestinationConfiguration');
  const hints = objectAt(s3, 'BufferingHints');
  const compression = maybeTextAt(s3, 'CompressionFormat') ?? 'UNCOMPRESSED';
  if (!['GZIP', 'UNCOMPRESSED'].includes(compression))
    throw new Error(`${name}: ${compression} is not run on a laptop`);
  return {
    bucket: textAt(s3, 'BucketARN').split(':::')[1] ?? '',
    prefix: maybeTextAt(s3, 'Prefix') ?? '',
    extension: maybeTextAt(s3, 'FileExtension') ?? (compression === 'GZIP' ? '.gz' : ''),
    intervalMs: numberAt(hints, 'IntervalInSeconds', 300) * 1000,
    bytes: numberAt(hints, 'SizeInMBs', 5) * 1024 * 1024,
    isGzip: compression === 'GZIP',
    unpacks: unpacks(name, objectAt(s3, 'ProcessingConfiguration')),
  };
}

/** Only the two processors that take the messages out of what CloudWatch Logs sends are known. */
function unpacks(name: string, configuration: JsonObject): boolean {
  const processors = configuration['Enabled'] === true ? objectsAt(configuration, 'Processors') : [];
  const types = processors.map((processor) => textAt(processor, 'Type'));
  const foreign = types.find(
    (type) => !['Decompression', 'CloudWatchLogProcessing', 'AppendDelimiterToRecord'].includes(type),
  );
  if (foreign !== undefined) throw new Error(`${name}: the processor ${foreign} is not run on a laptop`);
  const extracts = processors
    .filter((processor) => processor['Type'] === 'CloudWatchLogProcessing')
    .flatMap((processor) => objectsAt(processor, 'Parameters'))
    .some((each) => each['ParameterName'] === 'DataMessageExtraction' && String(each['ParameterValue']) === 'true');
  return types.includes('Decompression') && extracts;
}

/** What the processors make of a record, without packing it first for nothing. */
function messagesOf({ logEvents }: LogRecord): Buffer {
  return Buffer.from(logEvents.map(({ message }) => `${message.trimEnd()}\n`).join(''));
}

function packed(record: LogRecord): Buffer {
  return gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', ...record }));
}

/** A prefix without `!{timestamp:…}` is followed by `YYYY/MM/DD/HH/`, as Firehose has it. */
function keyOf({ prefix, extension }: Settings, stream: string, instant: number): string {
  const iso = new Date(instant).toISOString();
  const parts: Readonly<Record<string, string>> = {
    yyyy: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  const format = (text: string) => text.replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part);
  const filled = prefix
    .replace(/!\{timestamp:([^}]*)\}/g, (_, pattern: string) => format(pattern))
    .replaceAll('!{firehose:random-string}', () => randomUUID().slice(0, 11));
  const dated = filled === prefix ? `${prefix}${format('yyyy/MM/dd/HH/')}` : filled;
  return `${dated}${stream}-1-${format('yyyy-MM-dd-HH-mm-ss')}-${randomUUID()}${extension}`;
}
