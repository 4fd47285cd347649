import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { byteLimits, limitOf } from '#infra/bundling/gate.ts';
import type { Measure } from './measure.ts';

/** Of the bundles that were built last; minified, without their source maps. */
export function sizes(): readonly Measure[] {
  const { outputs } = JSON.parse(readFileSync('dist/metafile.json', 'utf8')) as Metafile;
  const bundles = Object.entries(outputs).flatMap(([path, output]) =>
    path.endsWith('.mjs')
      ? [{ name: path.split('/').at(-2) ?? '', kb: output.bytes / 1024, limit: limitOf(output) }]
      : [],
  );
  const largest = (limit: number) =>
    bundles.filter((each) => each.limit === limit).toSorted((a, b) => b.kb - a.kb)[0] ?? { name: 'none', kb: 0 };
  const usual = largest(byteLimits.usual);
  const large = largest(byteLimits.large);
  return [
    {
      name: `largest of the functions with the SDK (${usual.name})`,
      value: usual.kb,
      unit: 'KB',
      goal: { most: byteLimits.usual / 1024 },
    },
    {
      name: `largest of any, with MIME, S3 or the phone library (${large.name})`,
      value: large.kb,
      unit: 'KB',
      goal: { most: byteLimits.large / 1024 },
    },
  ];
}
