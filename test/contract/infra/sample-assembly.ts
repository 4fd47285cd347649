import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { assemble } from '#infra/assembly.ts';
import type { Template, Templates } from '#infra/checks/template.ts';
import { builtIn } from '#infra/code.ts';
import type { Declaration } from '#infra/declaration.ts';
import { scratchFolder } from '#infra/scratch.ts';
import { type Stage, stageNamed } from '#infra/stages.ts';
import { sampleDist } from './sample.ts';

/** The app and the templates of some declarations, with the context of cdk.json and without any real bundle. */
export function synthesized(
  declarations: readonly Declaration[],
  stage: Stage = stageNamed('prod'),
): { readonly app: App; readonly templates: Templates } {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const outdir = scratchFolder('sample');
  const dist = sampleDist(declarations);
  const app = new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { ...context, 'aws:cdk:disable-asset-staging': true },
  });
  try {
    assemble(app, { stage, codeOf: builtIn(dist) }, declarations);
    app.synth();
    return { app, templates: templatesIn(outdir) };
  } finally {
    for (const folder of [outdir, dist]) rmSync(folder, { recursive: true });
  }
}

function templatesIn(outdir: string): Templates {
  return Object.fromEntries(
    readdirSync(outdir)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => [
        file.replace(/^guanxi-[a-z]+-|\.template\.json$/g, ''),
        JSON.parse(readFileSync(join(outdir, file), 'utf8')) as Template,
      ]),
  );
}
