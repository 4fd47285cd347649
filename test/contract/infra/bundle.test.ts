import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { buildAll, buildOptions } from '#infra/bundling/esbuild.ts';
import { freshly, isFresh } from '#infra/bundling/freshness.ts';
import { bundleFaults, byteLimits } from '#infra/bundling/gate.ts';
import { scratchFolder } from '#infra/scratch.ts';
import { builtAndLoaded } from './built.ts';

const folder = scratchFolder('bundle');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void vi.unstubAllGlobals());

/** Bundles a line of source, by default as our functions are. */
async function bundled(contents: string, plugins: readonly Plugin[] = buildOptions.plugins): Promise<Metafile> {
  const { metafile } = await build({
    ...buildOptions,
    plugins: [...plugins],
    stdin: { contents, resolveDir: process.cwd() },
    outfile: join(folder, 'index.mjs'),
    metafile: true,
    write: false,
  });
  return metafile;
}

function sized(bytes: number, input: string): Metafile {
  const inputs = { [input]: { bytesInOutput: bytes } };
  return { inputs: {}, outputs: { 'dist/x/index.mjs': { bytes, inputs, imports: [], exports: [] } } };
}

async function load(bundle: string) {
  return await import(pathToFileURL(join(folder, bundle, 'index.mjs')).href);
}

describe('the gate on bundles', () => {
  test('passes a function with the SDK, zod, middy and an HTTP client, built as ours are', async () => {
    const metafile = await bundled(`
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import middy from '@middy/core';
      import * as z from 'zod';
      import { request } from 'node:http';
      export const handler = middy(() => [new DynamoDBClient({}), z.string(), request]);
    `);

    expect(bundleFaults(metafile)).toEqual([]);
  });

  test.each([
    [
      "a locale table of zod's",
      "import { z } from 'zod'; export const handler = () => z.string();",
      /zod locale table/,
    ],
    ['node:http as ESM', "import { request } from 'node:http'; export const handler = request;", /as ESM/],
    [
      'a chain of credential providers',
      "import { defaultProvider } from '@aws-sdk/credential-provider-node'; export const handler = defaultProvider();",
      /chain of credential providers/,
    ],
  ])('refuses %s', async (_, contents, fault) => {
    const metafile = await bundled(contents, []);

    expect(bundleFaults(metafile).join('\n')).toMatch(fault);
  });

  test('refuses the X-Ray SDK', () => {
    expect(bundleFaults(sized(1000, 'node_modules/aws-xray-sdk-core/dist/index.js')).join()).toMatch('X-Ray');
  });

  test.each([
    ['node_modules/@aws-sdk/client-dynamodb/dist-es/index.js', byteLimits.usual],
    ['node_modules/nodemailer/dist/esm/mime-node/index.js', byteLimits.large],
    ['node_modules/@aws-sdk/client-s3/dist-es/index.js', byteLimits.large],
  ])('refuses a bundle with %s above %i bytes', (input, limit) => {
    expect(bundleFaults(sized(limit, input))).toEqual([]);
    expect(bundleFaults(sized(limit + 1, input))).toHaveLength(1);
  });

  test('refuses to have looked at nothing', () => {
    expect(bundleFaults({ inputs: {}, outputs: {} })).toHaveLength(1);
  });
});

describe('a bundle', () => {
  test('finds built-in modules that CommonJS packages require, without any banner', async () => {
    const source = join(folder, 'source.cjs');
    writeFileSync(source, "module.exports.handler = () => [typeof require('http').request, require('node:path').sep];");
    await buildAll([{ bundle: 'sample', file: source, exported: 'handler' }], folder);

    const { handler } = await load('sample');

    expect(handler()).toEqual(['function', '/']);
  });

  test('has its source map beside it and does not name it, so that no runtime reads it', async () => {
    const source = join(folder, 'mapped.ts');
    writeFileSync(source, 'export const handler = (): string => "mapped";');
    await buildAll([{ bundle: 'mapped', file: source, exported: 'handler' }], folder);

    expect(readFileSync(join(folder, 'mapped/index.mjs.map'), 'utf8')).toContain('mapped.ts');
    expect(readFileSync(join(folder, 'mapped/index.mjs'), 'utf8')).not.toContain('sourceMappingURL');
  });
});

describe('what is left out of a bundle', () => {
  test('is not missed by schemas', async () => {
    // Every copy of zod in a process shares its settings, our own words for errors among them.
    vi.stubGlobal('__zod_globalConfig', undefined);
    const { handler } = await builtAndLoaded(
      folder,
      'schemas',
      `import * as z from 'zod';
       const Order = z.strictObject({
         email: z.email().max(20),
         at: z.iso.datetime(),
         lines: z.record(z.string(), z.union([z.int().min(1), z.literal('all')])),
         by: z.discriminatedUnion('kind', [z.object({ kind: z.literal('member') }), z.object({ kind: z.enum(['system']) })]).optional(),
       });
       export const handler = (input) => Order.safeParse(input);`,
    );
    const order = {
      email: 'li@example.com',
      at: '2026-11-22T00:00:00Z',
      lines: { a: 1, b: 'all' },
      by: { kind: 'system' },
    };

    expect(handler(order)).toEqual({ success: true, data: order });
    const { issues } = handler({ ...order, email: 'no', lines: { a: 0 }, more: 1 }).error;
    expect(issues).toHaveLength(3);
    expect(issues.map(({ message }: { message: string }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('invalid_format'), 'unrecognized_keys more']),
    );
  });

  test('is not missed by the SDK: it finds the endpoint of a region, signs with the environment and calls', async () => {
    const { handler } = await builtAndLoaded(
      folder,
      'sdk',
      `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
       export const handler = async (endpoint) => {
         const region = 'eu-central-1';
         const resolved = new DynamoDBClient({ region }).config.endpointProvider({ Region: region });
         const key = { pk: { S: 'a' }, sk: { S: 'b' } };
         await new DynamoDBClient({ region, endpoint }).send(new GetItemCommand({ TableName: 't', Key: key }));
         return resolved.url.href;
       };`,
    );
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'from-the-environment').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');

    try {
      expect(await handler(`http://127.0.0.1:${port}`)).toBe('https://dynamodb.eu-central-1.amazonaws.com/');
    } finally {
      server.closeAllConnections();
      server.close();
      vi.unstubAllEnvs();
    }

    expect(seen.map(({ authorization }) => authorization?.split('/')[0])).toEqual([
      'AWS4-HMAC-SHA256 Credential=from-the-environment',
    ]);
  });
});

describe('what was made from the same sources', () => {
  test('is not made again, unless the last attempt failed', async () => {
    await freshly(folder, 'first', () => undefined);
    expect([isFresh(folder, 'first'), isFresh(folder, 'second')]).toEqual([true, false]);

    const failing = freshly(folder, 'first', () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(isFresh(folder, 'first')).toBe(false);
  });
});
