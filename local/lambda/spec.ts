import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Assembly, Resource } from '../assembly.ts';
import { maybeTextAt, numberAt, objectAt, textAt } from '../json.ts';
import { queueHost, region } from '../names.ts';

/** A function of the template, ready to be run. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  /** URL of the bundled module. */
  readonly file: string;
  readonly handlerName: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly reserved: number | undefined;
  readonly logGroup: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function functionSpec(resource: Resource, assembly: Assembly, endpointUrl: string): FunctionSpec {
  const { name, arn, properties } = resource;
  const role = textAt(properties, 'Role').split('/').at(-1) ?? '';
  const [module = '', handlerName = ''] = textAt(properties, 'Handler').split('.');
  const memoryMb = numberAt(properties, 'MemorySize', 128);
  const logGroup = maybeTextAt(objectAt(properties, 'LoggingConfig'), 'LogGroup') ?? `/aws/lambda/${name}`;
  const reserved = numberAt(properties, 'ReservedConcurrentExecutions', Number.NaN);
  return {
    name,
    arn,
    role,
    file: moduleFile(resource, assembly, module),
    handlerName,
    memoryMb,
    timeoutMs: numberAt(properties, 'Timeout', 3) * 1000,
    reserved: Number.isNaN(reserved) ? undefined : reserved,
    logGroup,
    environment: {
      ...runtimeVariables(resource, { role, memoryMb, logGroup, endpointUrl }),
      ...variablesOf(resource, endpointUrl),
    },
  };
}

function moduleFile({ name, properties }: Resource, assembly: Assembly, module: string): string {
  const key = maybeTextAt(objectAt(properties, 'Code'), 'S3Key');
  if (key === undefined)
    throw new Error(`${name} has no bundled code: inline code and images are not run on the laptop`);
  const dir = assembly.assetDir(key);
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(dir, module + ending)).find(existsSync);
  if (!file) throw new Error(`${name}: ${dir} has no module ${module}`);
  return pathToFileURL(file).href;
}

/**
 * The SDK sends a message to the host in the queue's URL, whatever AWS_ENDPOINT_URL says: with the URL as AWS has it a
 * dead letter would leave the laptop.
 */
function variablesOf({ properties }: Resource, endpointUrl: string): Record<string, string> {
  const variables = objectAt(objectAt(properties, 'Environment'), 'Variables');
  const entries = Object.entries(variables).map(([name, value]) => [name, toLaptop(String(value), endpointUrl)]);
  return Object.fromEntries(entries);
}

function toLaptop(value: string, endpointUrl: string): string {
  return value.replaceAll(queueHost, endpointUrl);
}

/** What Lambda's runtime sets. The role's name is the access key: the endpoint knows by it who calls. */
function runtimeVariables(
  { name, properties }: Resource,
  known: { readonly role: string; readonly memoryMb: number; readonly logGroup: string; readonly endpointUrl: string },
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: textAt(properties, 'Handler'),
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_EXECUTION_ENV: `AWS_Lambda_${maybeTextAt(properties, 'Runtime') ?? 'nodejs'}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(known.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: known.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'laptop',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: known.role,
    AWS_SECRET_ACCESS_KEY: 'laptop',
    AWS_SESSION_TOKEN: 'laptop',
    AWS_ENDPOINT_URL: known.endpointUrl,
  };
}
