import { bundle, dist, faultsOfBundles } from './bundle.ts';
import { makeStale } from './bundling/freshness.ts';
import { builtIn } from './code.ts';
import { makeApp } from './synth.ts';

/** What `cdk` runs: bundles what has changed, refuses bundles that break the gate, then writes the cloud assembly. */
const outdir = process.env['CDK_OUTDIR'] ?? 'cdk.out';
await bundle();
const faults = faultsOfBundles();
if (faults.length > 0) throw new Error(faults.join('\n'));
makeStale(outdir);
makeApp({ outdir, codeOf: builtIn(dist) }).synth();
