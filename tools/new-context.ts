import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

/** `npm run new-context <name>`: writes a slice of the same shape as the others, which compiles and answers one list. */
const { positionals } = parseArgs({ allowPositionals: true, options: {} });
const [name] = positionals;
if (name === undefined || !/^[a-z]{3,20}s$/.test(name)) {
  console.error('Give one lower-case plural word: npm run new-context -- orders');
  process.exit(2);
}
if (existsSync(`domain/${name}`)) {
  console.error(`domain/${name} is there already.`);
  process.exit(2);
}

const entity = name.slice(0, -1);
const Entity = capital(entity);
const Name = capital(name);

write(
  `domain/${name}/${entity}.ts`,
  `import * as z from 'zod';

export const ${Entity} = z.strictObject({ id: z.string(), name: z.string(), version: z.int().positive() });
export type ${Entity} = z.output<typeof ${Entity}>;
`,
);
write(
  `domain/${name}/messages.ts`,
  `import type { Messages } from '../shared/locale.ts';

export const ${name}Messages = {
  '${name}.not-found': { en: 'There is no such ${entity}.', 'zh-CN': '不存在该记录。' },
} as const satisfies Messages;
`,
);
write(
  `domain/${name}/README.md`,
  `# ${name}

What it is, in two sentences. Its words, invariants, keys and events follow as they are built.

| route | reads and writes |
|---|---|
| GET /v1/${name} | 1 query of gsi1, newest first |
`,
);
write(
  `events/${name}.ts`,
  `import * as z from 'zod';
import { defineEvent } from './define.ts';

export const ${entity}Created = defineEvent({
  context: '${name}',
  type: '${entity}.created',
  version: 1,
  summary: 'A ${entity} was created.',
  detail: z.object({ ${entity}Id: z.string() }),
  example: { ${entity}Id: '${entity}_1' },
});
`,
);
write(
  `store/${name}.ts`,
  `import { ${Entity} } from '#domain/${name}/${entity}.ts';
import { partition } from './keys.ts';
import type { Table } from './table.ts';

/** Newest first. */
export async function list${Name}(table: Table, limit: number): Promise<${Entity}[]> {
  const page = await table.query({ index: 'gsi1', pk: partition('${name}', 'all'), limit, descending: true });
  return page.items.map(({ item }) => ${Entity}.parse(item));
}
`,
);
write(
  `functions/${name}/contract.ts`,
  `import { ${Entity} } from '#domain/${name}/${entity}.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf } from '#functions/http/list.ts';

export const list${Name}Contract = {
  method: 'GET',
  path: '/v1/${name}',
  operationId: 'list${Name}',
  summary: 'List ${name}, newest first',
  permission: 'signed-in',
  status: 200,
  output: listOf(${Entity}),
} as const satisfies Contract;

export const contracts = [list${Name}Contract] as const satisfies readonly Contract[];
`,
);
write(
  `functions/${name}/list-${name}.ts`,
  `import { route } from '#functions/http/contract.ts';
import { list${Name} as list } from '#store/${name}.ts';
import { list${Name}Contract } from './contract.ts';

export const list${Name} = route(list${Name}Contract, async (_input, _caller, { table }) => ({
  items: await list(table, 50),
  next: null,
}));
`,
);
write(
  `functions/${name}/index.ts`,
  `import { ${name}Messages } from '#domain/${name}/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { list${Name} } from './list-${name}.ts';

export const handler = serve('${name}', [list${Name}], ${name}Messages);
`,
);
write(
  `infra/contexts/${name}.ts`,
  `import { contracts } from '#functions/${name}/contract.ts';
import type { Declaration } from '../declaration.ts';

export const ${name}: Declaration = { context: '${name}', contracts };
`,
);
write(
  `test/contract/${name}/list-${name}.test.ts`,
  `import { expect, test } from 'vitest';
import { ${name}Messages } from '#domain/${name}/messages.ts';
import { list${Name} } from '#functions/${name}/list-${name}.ts';
import { inProcess } from '#test/world.ts';

test('200 with an empty list at first', async () => {
  const { call } = inProcess('${name}', [list${Name}], ${name}Messages);
  expect(await call('GET', '/v1/${name}')).toMatchObject({ status: 200, body: { items: [], next: null } });
});
`,
);
change('domain/contexts.ts', '\n] as const;', `\n  '${name}',\n] as const;`);
change(
  'infra/contexts.ts',
  'import type { Declaration }',
  `import { ${name} } from './contexts/${name}.ts';\nimport type { Declaration }`,
);
change('infra/contexts.ts', /(declarations[^=]*= \[[\s\S]*?),?\s*\];/, `$1, ${name}];`);
console.log(`The slice ${name} is written. Next: npx biome check --write . && npm run generate && npm test`);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function change(file: string, from: string | RegExp, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
