import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** `npm run new-context -- <plural>`: writes a slice of the same shape as the others, which compiles and answers one list. */
const usage = 'npm run new-context -- orders [--prefix ord]';
const { positionals, values } = parseArgs({ allowPositionals: true, options: { prefix: { type: 'string' } } });
const [name = ''] = positionals;
if (!/^[a-z]{3,20}s$/.test(name)) refuse(`Give one lower-case plural word: ${usage}`);
if (existsSync(`domain/${name}`)) refuse(`domain/${name} is there already.`);

/** What is formatted at the end. */
const written = new Set<string>();
const entity = name.slice(0, -1);
const Entity = capital(entity);
const Name = capital(name);
const prefix = values.prefix ?? name.slice(0, 3);
if (!/^[a-z]{3}$/.test(prefix)) refuse('The prefix of its ids is three lower-case letters.');
if (readFileSync('domain/shared/ids.ts', 'utf8').includes(`'${prefix}'`)) {
  refuse(`Ids that begin ${prefix}_ are taken: ${usage}`);
}

write(
  `domain/${name}/${entity}.ts`,
  `import * as z from 'zod';
import { ${Entity}Id } from '../shared/ids.ts';

export const ${Entity} = z.strictObject({ id: ${Entity}Id, name: z.string(), version: z.int().positive() });
export type ${Entity} = z.output<typeof ${Entity}>;
`,
);
write(
  `domain/${name}/messages.ts`,
  `import type { Messages } from '../shared/locale.ts';

export const messages = {
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
  `store/${name}.ts`,
  `import { ${Entity} } from '#domain/${name}/${entity}.ts';
import { partition } from './keys.ts';
import type { Table } from './table.ts';

/** Newest first. \`after\` is the id of the last one given. */
export async function list${Name}(table: Table, limit: number, after?: string) {
  const position =
    after === undefined ? {} : { after: { pk: partition('${name}', after), sk: '${entity}', indexSk: after } };
  const page = await table.query({
    index: 'gsi1',
    pk: partition('${name}', 'all'),
    limit,
    descending: true,
    ...position,
  });
  return { items: page.items.map(({ item }) => ${Entity}.parse(item)), more: page.next !== undefined };
}
`,
);
write(
  `functions/${name}/contract.ts`,
  `import * as z from 'zod';
import { ${Entity} } from '#domain/${name}/${entity}.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

export const list${Name}Contract = {
  method: 'GET',
  path: '/v1/${name}',
  operationId: 'list${Name}',
  summary: 'List ${name}, newest first',
  permission: 'signed-in',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(${Entity}),
} as const satisfies Contract;

export const contracts: readonly Contract[] = [list${Name}Contract];
`,
);
write(
  `functions/${name}/list-${name}.ts`,
  `import { ${Entity}Id } from '#domain/shared/ids.ts';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { list${Name} as list } from '#store/${name}.ts';
import type { list${Name}Contract } from './contract.ts';

export const list${Name}: Operation<typeof list${Name}Contract> = async ({ query }, _caller, { table }) => {
  const { items, more } = await list(table, query.limit, fromCursor(${Entity}Id, query.cursor));
  const last = items.at(-1);
  return { items, next: more && last !== undefined ? toCursor(last.id) : null };
};
`,
);
write(
  `functions/${name}/routes.ts`,
  `import { type Route, route } from '#functions/http/contract.ts';
import { list${Name}Contract } from './contract.ts';
import { list${Name} } from './list-${name}.ts';

export const routes: readonly Route[] = [route(list${Name}Contract, list${Name})];
`,
);
write(
  `functions/${name}/index.ts`,
  `import { messages } from '#domain/${name}/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('${name}', routes, messages);
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
import { messages } from '#domain/${name}/messages.ts';
import { routes } from '#functions/${name}/routes.ts';
import { inProcess } from '#test/world.ts';

test('200 with an empty list at first', async () => {
  const { call } = inProcess('${name}', routes, messages);

  expect(await call('GET', '/v1/${name}')).toMatchObject({ status: 200, body: { items: [], next: null } });
});
`,
);
change('domain/shared/ids.ts', "  event: 'evt',\n", `  ${entity}: '${prefix}',\n  event: 'evt',\n`);
change(
  'domain/shared/ids.ts',
  "export const EventId = idOf('evt');\n",
  `export const ${Entity}Id = idOf('${prefix}');\nexport const EventId = idOf('evt');\n`,
);
change('domain/contexts.ts', '\n] as const;', `\n  '${name}',\n] as const;`);
change(
  'infra/contexts.ts',
  "import type { Declaration } from './declaration.ts';\n",
  `import { ${name} } from './contexts/${name}.ts';\nimport type { Declaration } from './declaration.ts';\n`,
);
change('infra/contexts.ts', '\n];', `\n  ${name},\n];`);
// The order of imports and the breaking of lines depend on the name: Biome settles them, as it does for whoever writes by hand.
execFileSync(process.execPath, [biome(), 'check', '--write', ...written]);
console.log(`The slice ${name} is written. Next: npm run generate && npm test`);

function biome(): string {
  return fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
}

function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  written.add(file);
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) refuse(`${file} has no ${from.trim()}: the slice must be entered there by hand.`);
  writeFileSync(file, text.replace(from, to));
  written.add(file);
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
