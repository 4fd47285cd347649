import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * `import 'node:http'` as ESM reads every export, among them getters that load undici: 45 ms at each cold start instead
 * of 4 (nodejs/node#59686). A CommonJS shim is read lazily. It also gives CommonJS packages their built-in modules
 * without a `createRequire` banner.
 */
export const builtinsByLookup: Plugin = {
  name: 'builtins-by-lookup',
  setup(build) {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => shim(path));
    build.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z_]+)?$/ }, ({ path, kind }) =>
      kind === 'require-call' && process.getBuiltinModule(path) !== undefined ? shim(path) : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
    }));
  },
};

function shim(path: string) {
  return { path: path.replace(/^node:/, ''), namespace: 'builtin' };
}

/**
 * Lambda hands a function its credentials in the environment and nowhere else. The SDK's default chain (SSO, INI files,
 * instance metadata, processes, web identity) is 130 KB that would only be searched in vain (performance.md 1.3).
 */
export const credentialsFromEnvironment: Plugin = {
  name: 'credentials-from-environment',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment',
      namespace: 'credentials',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }) => ({
      contents: environmentProvider,
      resolveDir: pluginData as string,
    }));
  },
};

const environmentProvider = `
export function defaultProvider() {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
    if (!accessKeyId || !secretAccessKey) throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.');
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  };
}
`;

/**
 * What the packages carry and no function uses, 35 KB of each bundle. A package that comes to need more of a stand-in
 * than is here fails the build, because the name it imports is missing.
 */
export const withoutTheUnused: Plugin = {
  name: 'without-the-unused',
  setup(build) {
    // Loaded by the protocols only for operations that stream events. S3's client needs the real one at once.
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'event-streams', namespace: 'stand-in' } : undefined,
    );
    // DynamoDB's endpoint discovery, which is off, keeps a cache with two packages of collections.
    build.onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, () => ({
      path: 'endpoint-cache',
      namespace: 'stand-in',
    }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({ contents: standIns[path] ?? '' }));
    // JSON Schema is made of schemas by tools/openapi.ts, never in a function.
    build.onLoad({ filter: /\/zod\/v4\/core\/to-json-schema\.js$/ }, () => ({ contents: noJsonSchema }));
    build.onLoad({ filter: /\/@aws-sdk\/client-[a-z-]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

const standIns: Readonly<Record<string, string>> = {
  'endpoint-cache': 'export class EndpointCache {}',
  'event-streams': `
    const missing = () => { throw new Error('Event streams are left out of the bundles (infra/bundling/plugins.ts).'); };
    export const eventStreamSerdeProvider = missing;
    export class EventStreamSerde { constructor() { missing(); } }
  `,
};

const noJsonSchema = `
  const missing = () => { throw new Error('JSON Schema is left out of the bundles (infra/bundling/plugins.ts).'); };

  export const createStandardJSONSchemaMethod = () => missing;
  export const createToJSONSchemaMethod = () => missing;
  export { missing as extractDefs, missing as finalize, missing as handleUnrepresentable, missing as initializeContext };
  export { missing as process, missing as processSchema };
`;
