import { bundle, dist } from './bundle.ts';
import { freshly, isFresh, sourceHash } from './bundling/freshness.ts';

const outdir = 'cdk.out';

/**
 * The same assembly for the laptop, in the least time: nothing is done twice, the bundles are used where they are
 * (no staging), and the gate on bundles and the template rules are left to infra/check.ts.
 */
export async function assembleForLaptop(): Promise<void> {
  const hash = sourceHash('laptop', process.env['STAGE'] ?? '');
  if (isFresh(outdir, hash)) return await bundle();
  // esbuild works in a process of its own while the library loads.
  const bundled = bundle();
  const [{ makeApp }] = await Promise.all([import('./synth.ts'), bundled]);
  const context = { 'aws:cdk:disable-asset-staging': true };
  await freshly(outdir, hash, () => void makeApp({ outdir, dist, context, validated: false }).synth());
}

if (import.meta.main) await assembleForLaptop();
