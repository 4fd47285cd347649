import { bundle, dist } from './bundle.ts';
import { freshly, isFresh, sourceHash } from './bundling/freshness.ts';

const outdir = 'cdk.out';

/**
 * The same assembly for the laptop, in the least time: nothing is done twice, the bundles are used where they are
 * (no staging), and the gate on bundles and the template rules are left to infra/check.ts.
 */
export async function assembleForLaptop(): Promise<void> {
  const sources = sourceHash();
  const hash = `${sources} laptop ${process.env['STAGE'] ?? ''}`;
  // esbuild works in a process of its own while the library loads and the templates are made.
  const bundled = bundle(sources);
  if (!isFresh(outdir, hash)) {
    const [{ makeApp }, { beingBuiltIn }] = await Promise.all([import('./synth.ts'), import('./code.ts')]);
    const context = { 'aws:cdk:disable-asset-staging': true };
    const codeOf = beingBuiltIn(dist, sources);
    await freshly(outdir, hash, () => void makeApp({ outdir, codeOf, context, validated: false }).synth());
  }
  await bundled;
}

if (import.meta.main) await assembleForLaptop();
