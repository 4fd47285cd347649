import { bundle, dist } from './bundle.ts';
import { makeApp } from './synth.ts';

/** What `cdk` runs: bundles where something has changed, then writes the cloud assembly. */
await bundle();
makeApp({ outdir: process.env['CDK_OUTDIR'] ?? 'cdk.out', dist }).synth();
