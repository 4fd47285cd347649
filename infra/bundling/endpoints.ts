import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Each client carries rules for every name that its service may have (by account, by FIPS, by ARN) and an interpreter of
 * them: 20 KB of each bundle, and work before each call. A function calls a service in one region by one name. S3 is left
 * as it is: its names depend on the bucket.
 */
export const oneNamePerService: Plugin = {
  name: 'one-name-per-service',
  setup(build) {
    const filter = /\/@aws-sdk\/client-[a-z0-9-]+\/dist-es\/endpoint\/endpointResolver\.js$/;
    build.onLoad({ filter }, async ({ path }) => {
      if (path.includes('/client-s3/')) return undefined;
      const rules = await readFile(join(path, '..', 'bdd.js'), 'utf8');
      const names = rules.matchAll(/"https:\/\/([a-z-]+)\.\{Region\}\.\{PartitionResult#dnsSuffix\}"/g);
      // The others are longer: `dynamodb-fips`, `search-dynamodb`.
      const [service] = [...names].map(([, name]) => name).sort((a = '', b = '') => a.length - b.length);
      if (service === undefined)
        return { errors: [{ text: 'No name found: infra/bundling/endpoints.ts must follow.' }] };
      return { contents: resolverOf(service) };
    });
    // Gives the interpreter its functions, which S3's resolver does itself.
    build.onLoad(
      { filter: /\/@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/aws\.js$/ },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(/^customEndpointFunctions\.aws = .*$/m, ''),
      }),
    );
  },
};

/** Suffixes of the partitions `aws`, `aws-us-gov`, `aws-cn` and `aws-eusc`. The isolated ones are not ours to promise. */
function resolverOf(service: string): string {
  return `
    const known = new Map();
    export function defaultEndpointResolver({ Endpoint, Region, UseFIPS, UseDualStack }) {
      const address = Endpoint ?? \`https://${service}.\${Region}.\${suffixOf(Region)}\`;
      if (UseFIPS || UseDualStack) throw new Error('FIPS and dual-stack names are left out of the bundles (infra/bundling/endpoints.ts).');
      let endpoint = known.get(address);
      if (endpoint === undefined) known.set(address, (endpoint = { url: new URL(address), properties: {}, headers: {} }));
      return endpoint;
    }
    function suffixOf(region) {
      return region.startsWith('cn-') ? 'amazonaws.com.cn' : region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
    }`;
}
