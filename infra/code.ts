import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** The code of a bundle, by its name. */
export type CodeOf = (bundle: string) => Code;

const options = { exclude: ['*.map'] };

/** Bundles that have been built. */
export function builtIn(dist: string): CodeOf {
  return (bundle) => Code.fromAsset(join(dist, bundle), options);
}

/** Bundles that are still being built, by the hash of what they are made from: nobody waits to look into them. */
export function beingBuiltIn(dist: string, sources: string): CodeOf {
  return (bundle) => Code.fromAsset(join(dist, bundle), { ...options, assetHash: `${sources} ${bundle}` });
}
