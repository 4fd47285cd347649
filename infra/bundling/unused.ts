import { readFile } from 'node:fs/promises';
import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * What the packages carry and no function uses, some 45 KB of each bundle, and what stands there instead. A package that
 * comes to need more of a stand-in than is here fails the build, because the name that it imports is missing.
 */
const standIns: readonly { readonly file: RegExp; readonly contents: string }[] = [
  {
    // JSON Schema is made of schemas by tools/openapi.ts, never in a function.
    file: /\/zod\/v4\/core\/to-json-schema\.js$/,
    contents: `
      ${missing('JSON Schema is')}
      export const createStandardJSONSchemaMethod = () => missing;
      export const createToJSONSchemaMethod = () => missing;
      export { missing as extractDefs, missing as finalize, missing as handleUnrepresentable };
      export { missing as initializeContext, missing as process, missing as processSchema };`,
  },
  {
    // Callers get our own words (functions/http/field-messages.ts); these are for whoever reads a dead letter or a log.
    file: /\/zod\/v4\/locales\/en\.js$/,
    contents: `
      const localeError = ({ code, expected, pattern, format, origin, keys, input }) =>
        code === 'invalid_type'
          ? 'expected ' + expected + ', received ' + typeof input
          : [code, pattern ?? format ?? origin ?? keys?.join()].filter(Boolean).join(' ');
      export default () => ({ localeError });`,
  },
  {
    // DynamoDB's endpoint discovery, which is off, keeps a cache with two packages of collections.
    file: /\/@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    contents: 'export class EndpointCache {}',
  },
  {
    // The SDK is given no logger; for none it would still walk each request and answer, to hide what is secret in them.
    file: /\/@smithy\/core\/dist-es\/submodules\/client\/smithy-client\/schemaLogFilter\.js$/,
    contents: `export const schemaLogFilter = () => 'not logged';`,
  },
  {
    // Node's own hash is always there.
    file: /\/@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
    contents: `${missing('SHA-256 in JavaScript is')} export class Sha256Js { constructor() { missing(); } }`,
  },
  {
    // Looking at the global `crypto` loads the whole of Web Crypto, a tenth of a cold start; Node's own has this too.
    file: /\/@smithy\/core\/dist-es\/submodules\/serde\/uuid\/v4\.js$/,
    contents: `import { randomUUID } from 'node:crypto'; export const bindV4 = () => () => randomUUID();`,
  },
  {
    // Nobody sets the retry mode `adaptive`.
    file: /\/@smithy\/core\/dist-es\/submodules\/retry\/util-retry\/AdaptiveRetryStrategy\.js$/,
    contents: `${missing('The retry mode adaptive is')} export class AdaptiveRetryStrategy { constructor() { missing(); } }`,
  },
  {
    // Pages are filled by our own store.
    file: /\/@aws-sdk\/lib-dynamodb\/dist-es\/pagination\/index\.js$/,
    contents: '',
  },
  {
    // Lambda names its region in the environment.
    file: /\/@smithy\/core\/dist-es\/submodules\/config\/config-resolver\/regionConfig\/getInstanceMetadataRegion\.js$/,
    contents: 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    // And there are no ~/.aws files, on a laptop none that should count.
    file: /\/@smithy\/core\/dist-es\/submodules\/config\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    contents: `
      export { CONFIG_PREFIX_SEPARATOR } from './constants';
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  },
  {
    // Signs the messages of event streams.
    file: /\/@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/,
    contents: `${missing('Event streams are')} export class HeaderFormatter { format() { missing(); } }`,
  },
];

function missing(what: string): string {
  return `const missing = () => { throw new Error('${what} left out of the bundles (infra/bundling/unused.ts).'); };`;
}

const eventStreams = `
  ${missing('Event streams are')}
  export { missing as eventStreamSerdeProvider };
  export class EventStreamSerde { constructor() { missing(); } }`;

export const withoutTheUnused: Plugin = {
  name: 'without-the-unused',
  setup(build) {
    for (const { file, contents } of standIns) build.onLoad({ filter: file }, () => ({ contents }));
    // The protocols load it for operations that stream events. S3's client imports the real one statically.
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'event-streams', namespace: 'stand-in' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({ contents: eventStreams }));
    build.onLoad({ filter: /\/@aws-sdk\/client-[a-z0-9-]+\/package\.json$/ }, ({ path }) => versionOnly(path));
    build.onLoad({ filter: /\/zod\/v4\/core\/json-schema-processors\.js$/ }, ({ path }) => withoutProcessors(path));
    build.onLoad({ filter: /\/util-endpoints\/lib\/aws\/partitions\.js$/ }, ({ path }) => withoutRegions(path));
  },
};

/** The clients read nothing else of their package.json. */
async function versionOnly(path: string): Promise<OnLoadResult> {
  const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
  return { contents: JSON.stringify({ version }), loader: 'json' };
}

/** A region that a partition does not list is found by the partition's pattern, which comes to the same. */
async function withoutRegions(path: string): Promise<OnLoadResult> {
  const source = await readFile(path, 'utf8');
  return { contents: source.replaceAll(/"regions": \{(?:[^{}]|\{[^{}]*\})*\}/g, '"regions": {}') };
}

/** Each kind of schema names its processor into JSON Schema; `aggregateChecks` above them serves getters as well. */
async function withoutProcessors(path: string): Promise<OnLoadResult> {
  const source = await readFile(path, 'utf8');
  const start = source.search(/^export const \w+Processor = /m);
  if (start < 0) return { errors: [{ text: 'No processors found: infra/bundling/unused.ts must follow zod.' }] };
  const names = [...source.slice(start).matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  const rest = `${missing('JSON Schema is')} export { ${names.map((name) => `missing as ${name}`).join(', ')} };`;
  return { contents: `${source.slice(0, start)}\n${rest}` };
}
