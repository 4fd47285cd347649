import { globSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '#infra/scratch.ts';
import { engineTable } from '../../engine.ts';
import { builtAndLoaded } from './built.ts';

const folder = scratchFolder('clients');
afterAll(() => rmSync(folder, { recursive: true }));

/** Every client that a function imports. S3 keeps the SDK's own resolver. */
const clients = [
  ...new Set(
    globSync('{functions,store}/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/@aws-sdk\/(client-[a-z0-9-]+)/g)].map(([, name = '']) => name),
    ),
  ),
]
  .filter((name) => name !== 'client-s3')
  .sort();

const regions = ['eu-central-1', 'us-east-1', 'ap-southeast-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'];

test('the clients that functions import are found', () => {
  expect(clients).toContain('client-dynamodb');
  expect(clients.length).toBeGreaterThan(5);
});

describe.each(clients)('a bundled %s', (client) => {
  const file = `node_modules/@aws-sdk/${client}/dist-es/endpoint/endpointResolver.js`;
  type Resolver = (parameters: object) => { url: URL; properties?: object; headers?: object };
  let ours: Resolver;
  let theirs: Resolver;
  beforeAll(async () => {
    const contents = `export { defaultEndpointResolver as resolve } from './${file}';`;
    ours = (await builtAndLoaded(folder, client, contents)).resolve;
    theirs = (await builtAndLoaded(folder, `${client}-original`, contents, [])).resolve;
  });

  test.each(regions)('calls its service in %s by the name that the SDK itself finds', (Region) => {
    const parameters = { Region, UseFIPS: false, UseDualStack: false };

    expect(ours(parameters).url.href).toBe(theirs(parameters).url.href);
  });

  test('calls the address that it is given, and refuses names that were left out', () => {
    const parameters = { Region: 'eu-central-1', UseFIPS: false, UseDualStack: false };
    const Endpoint = 'http://127.0.0.1:4566/queues';

    expect(ours({ ...parameters, Endpoint })).toMatchObject({ url: theirs({ ...parameters, Endpoint }).url });
    expect(() => ours({ ...parameters, UseFIPS: true })).toThrow('FIPS');
    expect(() => ours({ ...parameters, UseDualStack: true })).toThrow('dual-stack');
  });
});

describe('an error of DynamoDB in a bundle', () => {
  /** What a command meets at the engine, in a bundle that names one class of error only. */
  async function caught(command: string) {
    const { tableName, client } = await engineTable();
    const { handler } = await builtAndLoaded(
      folder,
      'errors',
      `import { ConditionalCheckFailedException, DynamoDBClient, DynamoDBServiceException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
       export const handler = async (config, table, command) => {
         const item = { pk: { S: 'a' }, sk: { S: 'b' } };
         const commands = {
           none: () => new GetItemCommand({ TableName: 'none', Key: item }),
           twice: () => new PutItemCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
           empty: () => new GetItemCommand({ TableName: table, Key: {} }),
         };
         const client = new DynamoDBClient(config);
         try {
           for (let time = 0; time < 2; time += 1) await client.send(commands[command]());
         } catch (error) {
           const { name, message, Item, $fault, $metadata } = error;
           return { name, message, Item, $fault, status: $metadata.httpStatusCode, ofTheClient: error instanceof DynamoDBServiceException, named: error instanceof ConditionalCheckFailedException };
         }
       };`,
    );
    const endpoint = await client.config.endpoint?.();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return await handler({ region: 'eu-central-1', endpoint, credentials }, tableName, command);
  }

  test('is of its class, with all its fields, where the function names the class', async () => {
    expect(await caught('twice')).toMatchObject({
      name: 'ConditionalCheckFailedException',
      named: true,
      ofTheClient: true,
      Item: { pk: { S: 'a' }, sk: { S: 'b' } },
    });
  });

  test.each([
    ['none', 'ResourceNotFoundException'],
    ['empty', 'ValidationException'],
  ])('keeps its name, message and status where nobody names its class (%s)', async (command, name) => {
    const error = await caught(command);

    expect(error).toMatchObject({ name, named: false, ofTheClient: true, $fault: 'client', status: 400 });
    expect(error.message).toMatch(/resource|key/i);
  });
});

test('classes of errors that nobody names are not in a bundle', async () => {
  const file = `${folder}/errors/index.mjs`;
  const contents = readFileSync(file, 'utf8');

  expect(contents).toContain('ConditionalCheckFailedException');
  expect(contents).not.toContain('GlobalTableNotFoundException');
});
