import { expect, test } from 'vitest';
import type { AwsReply, AwsRequest } from '#local/service.ts';
import { createRunTask } from '#local/states/integrations.ts';

const ok = (body: unknown, headers: Record<string, string> = {}): AwsReply => ({
  status: 200,
  headers,
  body: JSON.stringify(body),
});

/** Runs one task as the machine's role and shows the request that it made. */
async function run(resource: string, input: unknown, reply: AwsReply = ok({})) {
  const requests: AwsRequest[] = [];
  const task = createRunTask(async (request) => {
    requests.push(request);
    return reply;
  });
  const result = await task('machine', resource, input).catch((error: unknown) => error);
  const [request] = requests;
  return { result, request, sent: request && JSON.parse(request.body.toString()) };
}

const lambda = 'arn:aws:states:::lambda:invoke';
const fn = 'arn:aws:lambda:eu-central-1:000000000000:function:step';

test('a function is invoked as the role of the machine and its answer is the payload', async () => {
  const { result, request, sent } = await run(lambda, { FunctionName: fn, Payload: { a: 1 } }, ok({ done: true }));

  expect(request).toMatchObject({
    role: 'machine',
    service: 'lambda',
    path: expect.stringContaining(encodeURIComponent(fn)),
  });
  expect(sent).toEqual({ a: 1 });
  expect(result).toEqual({ ExecutedVersion: '$LATEST', Payload: { done: true }, StatusCode: 200 });
});

test('an error that the function threw is caught by its own name', async () => {
  const failed = ok(
    { errorType: 'StaleWrite', errorMessage: 'a row changed' },
    { 'x-amz-function-error': 'Unhandled' },
  );

  const { result } = await run(lambda, { FunctionName: fn }, failed);

  expect(result).toMatchObject({ error: 'StaleWrite', message: expect.stringContaining('a row changed') });
});

test.each([
  [lambda, { FunctionName: fn }, 'Lambda.AccessDeniedException'],
  ['arn:aws:states:::aws-sdk:dynamodb:updateItem', {}, 'DynamoDb.AccessDeniedException'],
  ['arn:aws:states:::aws-sdk:sfn:startExecution', {}, 'Sfn.AccessDeniedException'],
  ['arn:aws:states:::sqs:sendMessage', {}, 'SQS.AccessDeniedException'],
])('%s: what a service refuses is caught by service and name', async (resource, input, error) => {
  const denied = { status: 400, headers: {}, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }) };

  expect((await run(resource, input, denied)).result).toMatchObject({ error });
});

test('an optimized integration turns JSON into the text that the service takes', async () => {
  const put = await run('arn:aws:states:::events:putEvents', { Entries: [{ Source: 's', Detail: { a: 1 } }] });
  const send = await run('arn:aws:states:::sqs:sendMessage', { QueueUrl: 'q', MessageBody: { a: 1 } });
  const start = await run('arn:aws:states:::states:startExecution', { StateMachineArn: 'm', Input: { a: 1 } });

  expect(put.request?.headers['x-amz-target']).toBe('AWSEvents.PutEvents');
  expect(put.sent).toEqual({ Entries: [{ Source: 's', Detail: '{"a":1}' }] });
  expect(send.sent).toEqual({ QueueUrl: 'q', MessageBody: '{"a":1}' });
  expect(start.sent).toEqual({ stateMachineArn: 'm', input: '{"a":1}' });
});

test('an event that was not taken fails the task, though the request succeeded', async () => {
  const partly = ok({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });

  const { result } = await run('arn:aws:states:::events:putEvents', { Entries: [{ Detail: {} }] }, partly);

  expect(result).toMatchObject({ error: 'EventBridge.FailedEntry' });
});
