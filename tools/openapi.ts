import { readFileSync, writeFileSync } from 'node:fs';
import type * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiComponentsObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import type { Contract } from '#functions/http/contract.ts';
import { declarations } from '#infra/contexts.ts';
import { allMessages } from './messages.ts';

/** Where the generated document stands; functions/docs serves it and test/contract/openapi.test.ts holds it to the contracts. */
export const openApiFile = 'docs/openapi.json';

const problemSchema: NonNullable<ZodOpenApiComponentsObject['schemas']>[string] = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable; `GET /docs/problems` lists them all.' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      description:
        'Every bad field at once. `pointer` is an RFC 6901 pointer into the body, or `?name` for a parameter.',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** OpenAPI 3.1 from the contracts: what the router checks is what the document says. */
export function openApi(): unknown {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { context, contracts } of declarations) {
    for (const contract of contracts) {
      paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operation(context, contract) };
    }
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: { title: 'Guanxi 关系', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: declarations.map(({ context }) => ({ name: context })),
    paths: paths as ZodOpenApiPathsObject,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    security: [{ token: [] }],
  });
  return { ...document, 'x-problems': allMessages() };
}

function operation(context: string, contract: Contract): ZodOpenApiOperationObject {
  const accepts = contract.accepts ?? 'application/json';
  const parameters = {
    ...(contract.params === undefined ? {} : { path: contract.params as z.ZodObject }),
    ...(contract.query === undefined ? {} : { query: contract.query as z.ZodObject }),
  };
  return {
    operationId: contract.operationId,
    summary: contract.summary,
    tags: [context],
    ...(contract.permission === 'public'
      ? { security: [] }
      : { description: `Permission: \`${contract.permission}\`` }),
    requestParams: parameters,
    parameters: headers(contract),
    ...(contract.body === undefined
      ? {}
      : { requestBody: { content: { [accepts]: { schema: contract.body, ...example(contract.example?.body) } } } }),
    responses: {
      [`${contract.status}`]: {
        description: contract.summary,
        ...(contract.output === undefined
          ? {}
          : { content: { 'application/json': { schema: contract.output, ...example(contract.example?.answer) } } }),
      },
      ...refusals(contract),
    } as ZodOpenApiOperationObject['responses'],
  };
}

function example(value: unknown): { example?: unknown } {
  return value === undefined ? {} : { example: value };
}

function headers(contract: Contract): NonNullable<ZodOpenApiOperationObject['parameters']> {
  const header = (name: string, description: string, required: boolean) =>
    ({ in: 'header', name, description, required, schema: { type: 'string' } }) as const;
  return [
    ...(contract.dryRun === true
      ? [header('Prefer', '`dry-run` shows what would happen and writes nothing.', false)]
      : []),
    ...(contract.ifMatch === true ? [header('If-Match', 'The ETag that was read.', true)] : []),
    ...(contract.method === 'POST'
      ? [header('Idempotency-Key', 'Kept 24 hours: the same request is answered once.', false)]
      : []),
  ];
}

/** The statuses that the kernel answers by itself, and those that the context's rules add. */
function refusals(contract: Contract): Record<string, object> {
  const codes: Record<number, string[]> = { 400: ['shared.invalid-input'] };
  const add = (status: number, code: string) => {
    codes[status] = [...(codes[status] ?? []), code];
  };
  if (contract.permission !== 'public') add(401, 'shared.unauthorized');
  if (contract.permission !== 'public' && contract.permission !== 'signed-in') add(403, 'shared.forbidden');
  if (contract.params !== undefined) add(404, 'shared.not-found');
  if (contract.ifMatch === true) {
    add(412, 'shared.stale');
    add(428, 'shared.if-match-missing');
  }
  if (contract.body !== undefined) {
    add(413, 'shared.too-large');
    add(415, 'shared.unsupported-media-type');
  }
  add(429, 'shared.too-many-requests');
  for (const [code, status] of Object.entries(contract.problems ?? {})) add(status, code);
  return Object.fromEntries(
    Object.entries(codes).map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

if (import.meta.main) writeFileSync(openApiFile, `${JSON.stringify(openApi(), null, 2)}\n`);
