import type { Plugin } from 'esbuild';

/**
 * `import 'node:http'` as ESM reads every export, among them getters that load undici: 45 ms at each cold start instead
 * of 4 (nodejs/node#59686); `node:crypto` loads Web Crypto, `node:process` reports. A CommonJS shim is read lazily. It
 * also gives CommonJS packages their built-in modules without a `createRequire` banner.
 */
export const builtinsByLookup: Plugin = {
  name: 'builtins-by-lookup',
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z_]+)?$/ }, ({ path }) =>
      process.getBuiltinModule(path) === undefined ? undefined : shim(path),
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
 * instance metadata, processes, web identity) is 130 KB that would only be searched in vain.
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
