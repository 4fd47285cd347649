import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CostRecord, PlatformReport } from '#domain/costs/record.ts';
import { env } from '#functions/http/env.ts';

/** The log lines of one hour as Firehose wrote them. */
export type ReadRecords = (hour: string) => Promise<{ records: CostRecord[]; reports: PlatformReport[] }>;

/** Reads the hour's objects from S3, one after the other, so that memory holds one at a time. */
export function recordsInS3(client = new S3Client({})): ReadRecords {
  return async (hour) => {
    const bucket = env('COST_BUCKET');
    const records: CostRecord[] = [];
    const reports: PlatformReport[] = [];
    for await (const key of keysOf(client, bucket, `records/${hour.replace(/[-T]/g, '/')}/`)) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = await Body?.transformToByteArray();
      if (bytes === undefined) continue;
      for (const line of gunzipSync(bytes).toString().split('\n')) sortIn(line, records, reports);
    }
    return { records, reports };
  };
}

async function* keysOf(client: S3Client, bucket: string, prefix: string): AsyncGenerator<string> {
  for (let token: string | undefined; ; ) {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...more }));
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    token = page.NextContinuationToken;
    if (token === undefined) return;
  }
}

/** A line that is neither a cost record nor a report of Lambda was not meant for us: the filter is coarser than we are. */
function sortIn(line: string, records: CostRecord[], reports: PlatformReport[]): void {
  if (line === '') return;
  const json: unknown = JSON.parse(line);
  const record = CostRecord.safeParse(json);
  if (record.success) records.push(record.data);
  const report = PlatformReport.safeParse(json);
  if (report.success) reports.push(report.data);
}
