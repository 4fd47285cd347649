import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { bundle, dist, faultsOfBundles } from './bundle.ts';
import { acknowledgements } from './checks/acknowledgements.ts';
import { checks, checksOfKeptData } from './checks/all.ts';
import { nagFaults, nagFindings } from './checks/nag.ts';
import { type Check, resourcesOf, type Template, type Templates } from './checks/template.ts';
import { builtIn } from './code.ts';
import { scratchFolder } from './scratch.ts';
import { makeApp } from './synth.ts';

/**
 * The bundles against their gate, and every stage's assembly against the library's own template rules, cdk-nag and our checks. The library throws for what
 * breaks its rules (context `validateAgainstDefaultRules`); its engine takes two seconds, so it looks at prod, of which
 * dev is a weaker copy.
 */
await bundle();
const faults = [
  ...faultsOfBundles(),
  ...checkStage('prod', { ...checks, ...checksOfKeptData }),
  ...checkStage('dev', checks),
];
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function checkStage(stage: 'dev' | 'prod', applied: Readonly<Record<string, Check>>): readonly string[] {
  const outdir = scratchFolder('check');
  try {
    const context = { stage, 'aws:cdk:disable-asset-staging': true };
    const app = makeApp({ outdir, codeOf: builtIn(dist), context, validated: stage === 'prod' });
    app.synth();
    return faultsOf(app, templatesIn(outdir), applied);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function faultsOf(app: App, templates: Templates, applied: Readonly<Record<string, Check>>): readonly string[] {
  const stacks = Object.keys(templates).length;
  if (stacks < 5) return [`Only ${stacks} stacks were written: the checks looked at next to nothing.`];
  const count = resourcesOf(templates).length;
  console.log(`${stacks} stacks, ${count} resources, ${Object.keys(applied).length} checks, cdk-nag`);
  return [
    ...Object.entries(applied).flatMap(([name, check]) => check(templates).map((fault) => `${name}: ${fault}`)),
    ...nagFaults(nagFindings(app), acknowledgements),
  ];
}

function templatesIn(outdir: string): Templates {
  const ending = '.template.json';
  return Object.fromEntries(
    readdirSync(outdir)
      .filter((file) => file.endsWith(ending))
      .map((file) => [file.slice(0, -ending.length), JSON.parse(readFileSync(join(outdir, file), 'utf8')) as Template]),
  );
}
