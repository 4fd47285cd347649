import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { declarations } from '#infra/contexts.ts';
import type { Needs } from '#infra/declaration.ts';

/** Each function of a context: its file, and what it declares. */
const functions = declarations.flatMap(
  ({ context, http = {}, beside = [], subscriptions = [], jobs = [], steps = [], follower }) => [
    { file: `functions/${context}/index.ts`, needs: http as Needs },
    ...[...beside, ...subscriptions, ...jobs, ...steps, ...(follower === undefined ? [] : [follower])].map(
      (declared): { readonly file: string; readonly needs: Needs } => ({
        file: `functions/${context}/${declared.name}.ts`,
        needs: declared,
      }),
    ),
  ],
);

const means = { persons: /\bpersons\b(?!-)/, secrets: /\bsecrets: readSecrets\b/ } as const;

/** What of the two says so: the rights without the client are for nothing, and the client without the rights fails. */
function disagreement(source: string, needs: Needs): string[] {
  const code = source.replaceAll(/from '[^']*'|\/\*[\s\S]*?\*\//g, '');
  return Object.entries(means).flatMap(([name, given]) =>
    given.test(code) === (needs[name as keyof typeof means] !== undefined) ? [] : [name],
  );
}

describe('a function is given what it declares, and nothing else', () => {
  test.each(functions)('$file', ({ file, needs }) => {
    expect(disagreement(readFileSync(file, 'utf8'), needs)).toEqual([]);
  });

  test('which is found out where it is not so', () => {
    expect(disagreement('serve(context, routes, messages, undefined, { persons });', {})).toEqual(['persons']);
    expect(disagreement('serve(context, routes, messages);', { persons: 'read', secrets: true })).toEqual([
      'persons',
      'secrets',
    ]);
  });
});
