import { readFile } from 'node:fs/promises';
import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * A client registers a class for each of its service's errors, of which a function names one or two: 10 KB with
 * DynamoDB's. Here a class registers itself, so that one which nobody imports is dropped. Its error still comes under its
 * own name, as the client's base class does for every error that the service has learnt since; `instanceof`, and fields
 * beside the message, need the import that they cannot be written without.
 */
export const errorsOnDemand: Plugin = {
  name: 'errors-on-demand',
  setup(build) {
    build.onLoad({ filter: /\/@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) =>
      unregistered(path),
    );
    build.onLoad({ filter: /\/@aws-sdk\/client-[a-z0-9-]+\/dist-es\/models\/errors\.js$/ }, ({ path }) =>
      registering(path),
    );
  },
};

const registration = /^n0_registry\.registerError\(\w+\$, \w+\);\n/gm;
const importOfErrors = /^import \{[^}]*\} from "\.\.\/models\/errors";\n/m;

async function unregistered(path: string): Promise<OnLoadResult> {
  const source = await readFile(path, 'utf8');
  if (!importOfErrors.test(source) || source.search(registration) < 0) return notFound(path);
  const rest = withPlainKeys(source).replace(importOfErrors, '').replaceAll(registration, '');
  return { contents: `${rest}\nexport { n0_registry };` };
}

/** `{ [_e]: _c }` might run code as far as esbuild knows, so it would keep the schema of every error. */
function withPlainKeys(source: string): string {
  const values = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\n]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return source.replaceAll(/\[(\w+)\]: /g, (whole, name: string) =>
    values.has(name) ? `${values.get(name)}: ` : whole,
  );
}

async function registering(path: string): Promise<OnLoadResult> {
  const source = await readFile(path, 'utf8');
  const names = [...source.matchAll(/^export class (\w+) extends \w+ \{$/gm)].map(([, name]) => name);
  if (names.length === 0) return notFound(path);
  const contents = source
    .replaceAll(
      /^export class (\w+) extends (\w+) \{$/gm,
      'export const $1 = /* @__PURE__ */ registered($1$$, class $1 extends $2 {',
    )
    .replaceAll(/^\}$/gm, '});');
  return {
    contents: `
      import { n0_registry, ${names.map((name) => `${name}$`).join(', ')} } from '../schemas/schemas_0';
      ${contents}
      function registered(schema, constructor) {
        n0_registry.registerError(schema, constructor);
        return constructor;
      }`,
  };
}

function notFound(path: string): OnLoadResult {
  return { errors: [{ text: `${path} has another form than infra/bundling/errors.ts knows.` }] };
}
