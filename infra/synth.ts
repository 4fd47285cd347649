import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { assemble } from './assembly.ts';
import type { CodeOf } from './code.ts';
import { declarations } from './contexts.ts';
import { stageNamed } from './stages.ts';

export interface Synthesis {
  readonly outdir: string;
  readonly codeOf: CodeOf;
  /** Context beside that of cdk.json, as `-c` gives it. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The library's own template rules, as errors: two seconds. On unless said, or unless CDK_VALIDATION=false. */
  readonly validated?: boolean;
}

/**
 * The app with all stacks. The context of cdk.json is read here, because only the command line passes it on: without it
 * the feature flags, and so the templates, would differ between a laptop and a deployment.
 */
export function makeApp({ outdir, codeOf, context = {}, validated = true }: Synthesis): App {
  const { context: flags } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const app = new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: validated,
    context: { ...flags, ...context },
  });
  assemble(app, { stage: stageNamed(app.node.tryGetContext('stage')), codeOf }, declarations);
  return app;
}
