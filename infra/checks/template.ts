/** CloudFormation as far as the checks look into it. */
interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** All stacks of one deployment, by name. */
export type Templates = Readonly<Record<string, Template>>;

/** A rule over all templates of a deployment: a sentence for each place that breaks it. */
export type Check = (templates: Templates) => readonly string[];

export interface Placed extends Resource {
  readonly stack: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** For sentences: stack, id and type. */
  readonly place: string;
}

export function resourcesOf(templates: Templates, ...types: readonly string[]): readonly Placed[] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => types.length === 0 || types.includes(Type))
      .map(([id, resource]) => ({
        ...resource,
        stack,
        id,
        properties: resource.Properties ?? {},
        place: `${stack}/${id} (${resource.Type})`,
      })),
  );
}

export interface Statement {
  readonly place: string;
  readonly actions: readonly string[];
  /** As JSON, because most are references. */
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface RawStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Statement['condition'];
}

/** What a role may do. A `Deny` takes away and is no business of the checks. */
export function grantsOf(policy: Placed): readonly Statement[] {
  const documents =
    policy.Type === 'AWS::IAM::Role'
      ? ((policy.properties['Policies'] ?? []) as readonly { readonly PolicyDocument: unknown }[]).map(
          ({ PolicyDocument }) => PolicyDocument,
        )
      : [policy.properties['PolicyDocument']];
  return documents
    .flatMap((document) => (document as { readonly Statement: readonly RawStatement[] }).Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Action = [], Resource = [], Condition = {} }) => ({
      place: policy.place,
      actions: [Action].flat(),
      resources: [Resource].flat().map((resource) => JSON.stringify(resource)),
      condition: Condition,
    }));
}

export function policiesOf(templates: Templates): readonly Placed[] {
  return resourcesOf(templates, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role');
}
