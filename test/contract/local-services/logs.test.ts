import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { toFilter } from '#local/logs/filter.ts';
import { createLogs } from '#local/logs/service.ts';
import { createStorage } from '#local/storage/service.ts';
import { assemblyOf } from './template.ts';

const line = JSON.stringify({
  kind: 'cost',
  type: 'platform.report',
  route: 'POST /v1/customers',
  ms: 12.5,
  ok: true,
  none: null,
  record: { status: 'success', list: [{ id: 'a' }, { id: 'b' }] },
});

test.each<[string, boolean]>([
  ['', true],
  ['{ $.kind = "cost" }', true],
  ['{ $.kind = cost }', true],
  ['{ $.kind = "audit" }', false],
  ['{ $.kind != "audit" }', true],
  ['{ $.gone != "audit" }', false],
  ['{ ($.kind = "x") || ($.type = "platform.report") }', true],
  ['{ $.kind = "x" || $.type = "y" && $.ms > 1 }', false],
  ['{ $.kind = "cost" || $.type = "y" && $.ms > 100 }', true],
  ['{ ($.kind = "cost" || $.type = "y") && $.ms > 100 }', false],
  ['{ $.route = "POST *" }', true],
  ['{ $.route = "GET *" }', false],
  ['{ $.route = %customers$% }', true],
  ['{ $.ms >= 12.5 && $.ms < 13 }', true],
  ['{ $.ms = 12 }', false],
  ['{ $.ok IS TRUE }', true],
  ['{ $.none IS NULL }', true],
  ['{ $.gone IS NULL }', false],
  ['{ $.gone NOT EXISTS }', true],
  ['{ $.kind NOT EXISTS }', false],
  ['{ $.record.status = "success" }', true],
  ['{ $.record.list[1].id = "b" }', true],
  ['{ $.record.list[*].id = "b" }', true],
  ['cost', true],
  ['Cost', false],
  ['cost audit', false],
  ['?audit ?cost', true],
  ['cost -success', false],
  ['"POST /v1"', true],
])('the filter pattern %s passes the line: %s', (pattern, expected) => {
  expect(toFilter(pattern)(line)).toBe(expected);
});

test('a condition on JSON does not pass a line that is no JSON', () => {
  expect(toFilter('{ $.kind NOT EXISTS }')('START RequestId')).toBe(false);
});

test.each(['{ $.kind = }', '{ kind = "x" }', '{ $.a = 1', '[a, b]', '{ $.a = 1 } }'])(
  'the filter pattern %s, which is not understood, stops the start',
  (pattern) => {
    expect(() => toFilter(pattern)).toThrow(/filter pattern/);
  },
);

function start(stream: object = {}) {
  const assembly = assemblyOf({
    bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'costs' } },
    group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'crm' } },
    fn: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'fn', LoggingConfig: { LogGroup: { Ref: 'group' } } },
    },
    other: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'other' } },
    stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamName: 'costs',
        ExtendedS3DestinationConfiguration: {
          BucketARN: { 'Fn::GetAtt': ['bucket', 'Arn'] },
          BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 1 },
          CompressionFormat: 'GZIP',
          Prefix: 'records/!{timestamp:yyyy/MM/dd/HH}/',
          ProcessingConfiguration: {
            Enabled: true,
            Processors: [
              { Type: 'Decompression', Parameters: [{ ParameterName: 'CompressionFormat', ParameterValue: 'GZIP' }] },
              {
                Type: 'CloudWatchLogProcessing',
                Parameters: [{ ParameterName: 'DataMessageExtraction', ParameterValue: 'true' }],
              },
            ],
          },
          ...stream,
        },
      },
    },
    filter: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: {
        LogGroupName: { Ref: 'group' },
        FilterPattern: '{ $.kind = "cost" }',
        DestinationArn: { 'Fn::GetAtt': ['stream', 'Arn'] },
      },
    },
  });
  const clock = new Clock({ start: Date.parse('2026-03-01T09:50:00Z') });
  const storage = createStorage({ assembly, clock });
  const logs = createLogs({ assembly, clock, putObject: storage.put });
  const keys = () => storage.list('costs').map(({ key }) => key);
  const read = (key = '') => storage.read('costs', key) ?? Buffer.alloc(0);
  return { clock, logs, keys, read, advance: (minutes: number) => clock.advanceTo(clock.now() + minutes * 60_000) };
}

const cost = (n: number) => JSON.stringify({ kind: 'cost', n });

test('records that pass the filter become one object of bare lines, named for their hour', async () => {
  const { logs, keys, read, advance } = start();
  logs.write('fn', cost(1));
  logs.write('fn', JSON.stringify({ kind: 'info' }));
  logs.write('other', cost(3));
  logs.write('fn', `${cost(2)}\n`);
  expect(keys()).toEqual([]);

  await advance(5);

  expect(keys()).toEqual([
    expect.stringMatching(/^records\/2026\/03\/01\/09\/costs-1-2026-03-01-09-50-00-[0-9a-f-]+\.gz$/),
  ]);
  expect(gunzipSync(read(keys()[0])).toString()).toBe(`${cost(1)}\n${cost(2)}\n`);
});

test('what was gathered is written before the clock passes the hour', async () => {
  const { logs, keys, clock, advance } = start();
  await advance(8);
  logs.write('fn', cost(1));
  const written: number[] = [];
  clock.at(Date.parse('2026-03-01T10:00:00Z'), () => written.push(keys().length));

  await advance(3);

  expect(written).toEqual([1]);
  expect(keys()[0]).toContain('/2026/03/01/09/');
});

test('a full buffer is written at once', () => {
  const { logs, keys } = start();

  logs.write('fn', JSON.stringify({ kind: 'cost', text: 'x'.repeat(1024 * 1024) }));

  expect(keys()).toHaveLength(1);
});

test('without processors an object holds what CloudWatch Logs sends', () => {
  const { logs, keys, read } = start({
    ProcessingConfiguration: { Enabled: false },
    CompressionFormat: 'UNCOMPRESSED',
    Prefix: 'raw/',
  });
  logs.write('fn', cost(1));

  logs.flush();

  expect(keys()[0]).toMatch(/^raw\/2026\/03\/01\/09\//);
  expect(JSON.parse(gunzipSync(read(keys()[0])).toString())).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logGroup: 'crm',
    logEvents: [{ message: cost(1) }],
  });
});
