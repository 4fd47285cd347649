import { readFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { resolveIntrinsics } from './intrinsics.ts';
import { isObject, type JsonObject, objectAt, parseObject, textAt, textsAt } from './json.ts';
import { account, apiEndpoint, arnOf, namings, partition, region } from './names.ts';

/** One resource of the synthesized templates, with every intrinsic resolved to what it is on the laptop. */
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly arn: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
}

interface Template {
  readonly stack: string;
  readonly body: JsonObject;
}

export interface AssemblyOptions {
  /** Where the HTTP API is served; its endpoint attribute and its URLs resolve to this, so that links in mails work. */
  readonly apiUrl?: string;
}

/** The cloud assembly that `cdk.out` holds, read as CloudFormation would read it. */
export class Assembly {
  readonly dir: string;
  /** In the order of deployment: a stack after the stacks it depends on. */
  readonly resources: readonly Resource[];
  /** Output name to value, over all stacks. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly #exports = new Map<string, unknown>();
  readonly #assets = new Map<string, string>();
  readonly #byId = new Map<string, Resource>();
  /** Asked for with every request, and the templates do not change. */
  readonly #byTypes = new Map<string, readonly Resource[]>();
  readonly #apiUrl: string;

  constructor(dir: string, options: AssemblyOptions = {}) {
    this.dir = resolvePath(dir);
    this.#apiUrl = options.apiUrl ?? '';
    const templates = this.#readTemplates();
    this.outputs = Object.assign({}, ...templates.map((template) => this.#readStack(template)));
    this.resources = [...this.#byId.values()];
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    const asked = types.join(' ');
    const known = this.#byTypes.get(asked);
    if (known) return known;
    const found = this.resources.filter((resource) => types.includes(resource.type));
    this.#byTypes.set(asked, found);
    return found;
  }

  /** The resource of an ARN; a function's may carry a qualifier, a table's a stream, a log group's `:*`. */
  byArn(arn: string): Resource | undefined {
    return this.resources.find((resource) => resource.arn === arn || arn.startsWith(`${resource.arn}/stream/`));
  }

  byName(type: string, name: string): Resource | undefined {
    return this.resources.find((resource) => resource.type === type && resource.name === name);
  }

  /** The folder of a function's code. */
  assetDir(objectKey: string): string {
    const dir = this.#assets.get(objectKey.replace(/\.zip$/, ''));
    if (!dir) throw new Error(`the assembly has no asset ${objectKey}`);
    return dir;
  }

  #readTemplates(): readonly Template[] {
    const artifacts = objectAt(readJson(join(this.dir, 'manifest.json')), 'artifacts');
    const stacks = Object.keys(artifacts).filter((id) => isStack(objectAt(artifacts, id)));
    const ordered = new Set<string>();
    const visit = (id: string) => {
      if (ordered.has(id) || !stacks.includes(id)) return;
      for (const dependency of textsAt(objectAt(artifacts, id), 'dependencies')) visit(dependency);
      ordered.add(id);
    };
    for (const id of stacks) visit(id);
    return [...ordered].map((id) => {
      const properties = objectAt(objectAt(artifacts, id), 'properties');
      this.#readAssets(id);
      return {
        stack: typeof properties['stackName'] === 'string' ? properties['stackName'] : id,
        body: readJson(join(this.dir, textAt(properties, 'templateFile'))),
      };
    });
  }

  #readAssets(artifact: string): void {
    const files = objectAt(readJson(join(this.dir, `${artifact}.assets.json`)), 'files');
    for (const hash of Object.keys(files)) {
      const path = textAt(objectAt(objectAt(files, hash), 'source'), 'path');
      this.#assets.set(hash, resolvePath(this.dir, path));
    }
  }

  #readStack({ stack, body }: Template): Record<string, string> {
    const raw = objectAt(body, 'Resources');
    const resolve = (value: unknown): unknown => resolveIntrinsics(value, this.#scope(stack, body));
    const ids = Object.keys(raw).filter((id) => {
      const condition = objectAt(raw, id)['Condition'];
      return condition === undefined || resolve({ Condition: condition }) === true;
    });
    for (const id of ids) this.#byId.set(`${stack}/${id}`, unresolved(stack, id, objectAt(raw, id), resolve));
    for (const id of ids) {
      const resource = this.#resource(stack, id);
      const resolved = resolve(objectAt(objectAt(raw, id), 'Properties'));
      const properties = isObject(resolved) ? resolved : {};
      // A rule's ARN names its bus, which may be a resource of the same stack.
      const arn = namings[resource.type]?.arn(resource.name, properties) ?? resource.arn;
      this.#byId.set(`${stack}/${id}`, { ...resource, arn, properties });
    }
    return this.#readOutputs(stack, body, resolve);
  }

  #readOutputs(stack: string, body: JsonObject, resolve: (value: unknown) => unknown) {
    const outputs: Record<string, string> = {};
    const raw = objectAt(body, 'Outputs');
    for (const name of Object.keys(raw)) {
      const output = objectAt(raw, name);
      const value = resolve(output['Value']);
      outputs[name] = typeof value === 'string' ? value : JSON.stringify(value);
      const exported = resolve(objectAt(output, 'Export')['Name']);
      if (typeof exported !== 'string' || value === undefined) continue;
      if (this.#exports.has(exported)) throw new Error(`${stack} exports ${exported}, which another stack exports`);
      this.#exports.set(exported, value);
    }
    return outputs;
  }

  #scope(stack: string, body: JsonObject) {
    return {
      where: stack,
      condition: (name: string) => {
        const condition = objectAt(body, 'Conditions')[name];
        if (condition === undefined) throw new Error(`${stack} has no condition ${name}`);
        return condition;
      },
      mapping: (name: string) => objectAt(objectAt(body, 'Mappings'), name),
      ref: (id: string) => this.#ref(stack, body, id),
      attribute: (id: string, attribute: string) => this.#attribute(stack, id, attribute),
      imported: (name: string) => {
        const value = this.#exports.get(name);
        if (value === undefined) throw new Error(`${stack} imports ${name}, which no stack before it exports`);
        return value;
      },
      finish: (text: string) => this.#withApiUrl(text),
    };
  }

  #ref(stack: string, body: JsonObject, id: string): unknown {
    if (id in pseudoParameters) return pseudoParameters[id];
    if (id === 'AWS::StackName') return stack;
    if (id === 'AWS::StackId') return arnOf('cloudformation', `stack/${stack}/local`);
    const parameter = objectAt(body, 'Parameters')[id];
    if (isObject(parameter)) return parameter['Default'] ?? '';
    const resource = this.#resource(stack, id);
    return namings[resource.type]?.ref?.(resource) ?? resource.name;
  }

  #attribute(stack: string, id: string, attribute: string): string {
    const resource = this.#resource(stack, id);
    const naming = namings[resource.type];
    if (naming && attribute === 'Arn') return resource.arn;
    const read = naming?.attributes?.[attribute];
    if (!read) throw new Error(`${stack}/${id}: ${resource.type} has no attribute ${attribute} on the laptop`);
    return this.#withApiUrl(read(resource));
  }

  #resource(stack: string, id: string): Resource {
    const resource = this.#byId.get(`${stack}/${id}`);
    if (!resource) throw new Error(`${stack} has no resource ${id}`);
    return resource;
  }

  /** Templates build the API's address from its id; on the laptop it is served elsewhere. */
  #withApiUrl(text: string): string {
    if (!this.#apiUrl || !text.includes('.execute-api.')) return text;
    return [...this.#byId.values()]
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Api')
      .reduce((done, { name }) => done.replaceAll(apiEndpoint(name), this.#apiUrl), text);
  }
}

const pseudoParameters: Readonly<Record<string, unknown>> = {
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::Partition': partition,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': undefined,
};

/** Named before its properties are resolved, because resources refer to each other in any order. */
function unresolved(stack: string, id: string, raw: JsonObject, resolve: (value: unknown) => unknown): Resource {
  const type = textAt(raw, 'Type');
  const naming = namings[type];
  const properties = objectAt(raw, 'Properties');
  const generated = `${stack}-${id}`;
  // Only names are needed now; a name given as an intrinsic may refer to what is not there yet.
  const shallow = Object.fromEntries(
    Object.entries(properties).filter(([, value]) => typeof value === 'string' || isNameRef(value)),
  );
  const early = resolve(shallow);
  const plain = isObject(early) ? early : {};
  const name = naming?.name?.(plain, generated) ?? generated;
  const metadata = objectAt(raw, 'Metadata');
  return { stack, id, type, name, arn: naming?.arn(name, plain) ?? arnOf('local', name), properties: {}, metadata };
}

/** Imports and pseudo parameters can be resolved at any time. */
function isNameRef(value: unknown): boolean {
  return (
    isObject(value) &&
    (typeof value['Ref'] === 'string' ? value['Ref'] in pseudoParameters : 'Fn::ImportValue' in value)
  );
}

function isStack(artifact: JsonObject): boolean {
  return artifact['type'] === 'aws:cloudformation:stack';
}

function readJson(file: string): JsonObject {
  return parseObject(readFileSync(file, 'utf8'));
}
