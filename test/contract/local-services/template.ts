import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assembly } from '#local/assembly.ts';

/** A cloud assembly of one stack with these resources, as a synthesis would leave it. */
export function assemblyOf(
  resources: Record<string, { Type: string; Properties?: object; Metadata?: object }>,
): Assembly {
  const dir = mkdtempSync(join(tmpdir(), 'assembly-'));
  const write = (file: string, content: object) => writeFileSync(join(dir, file), JSON.stringify(content));
  write('manifest.json', {
    artifacts: { test: { type: 'aws:cloudformation:stack', properties: { templateFile: 'test.template.json' } } },
  });
  write('test.template.json', { Resources: resources });
  write('test.assets.json', { files: {} });
  try {
    return new Assembly(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
