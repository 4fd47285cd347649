import type { Assembly } from '../assembly.ts';
import { type JsonObject, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import { account, partition, region } from '../names.ts';
import type { Need } from '../service.ts';
import { type Context, conditionsHold } from './conditions.ts';
import { matchesWildcard } from './wildcard.ts';

/** The runner itself: it prepares tables and reads streams, and no policy limits it. */
const runner = 'local';

/** The names of objects are many: above this all are forgotten. */
const mostKnown = 10_000;

/** The identity policies of the templates, evaluated as IAM does: a matching Deny wins, and without an Allow all is denied. */
export class Policies {
  readonly #statements = new Map<string, JsonObject[]>();
  /** By role, action and resource: what a request is about hardly varies, only its conditions do. */
  readonly #covering = new Map<string, readonly JsonObject[]>();

  constructor(assembly: Assembly) {
    for (const role of assembly.ofType('AWS::IAM::Role')) {
      this.#statements.set(role.name, []);
      for (const policy of objectsAt(role.properties, 'Policies')) this.#attach(role.name, policy);
    }
    for (const { arn, properties } of assembly.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
      const attached = assembly
        .ofType('AWS::IAM::Role')
        .filter((role) => textsAt(role.properties, 'ManagedPolicyArns').includes(arn));
      const roles = new Set([...textsAt(properties, 'Roles'), ...attached.map(({ name }) => name)]);
      for (const role of roles) this.#attach(role, properties);
    }
  }

  /** Undefined when allowed, else the sentence that AWS answers. */
  refusal(role: string, need: Need): string | undefined {
    if (role === runner) return undefined;
    const statements = this.#statements.get(role);
    if (!statements) return `The security token included in the request is invalid: no role is named ${role}`;
    const context = { ...globalContext(role), ...need.context };
    const covering = this.#thatCover(role, need, statements);
    const denied = covering.some((statement) => isDenied(statement, context));
    const allowed = covering.some((statement) => isAllowed(statement, context));
    if (allowed && !denied) return undefined;
    const who = `arn:${partition}:sts::${account}:assumed-role/${role}/laptop`;
    const reason = denied
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${need.action} action`;
    return `User: ${who} is not authorized to perform: ${need.action} on resource: ${need.resource} ${reason}`;
  }

  /** The first refusal among what a request needs. */
  firstRefusal(role: string, needs: readonly Need[]): string | undefined {
    for (const need of needs) {
      const refusal = this.refusal(role, need);
      if (refusal) return refusal;
    }
    return undefined;
  }

  #thatCover(role: string, need: Need, statements: readonly JsonObject[]): readonly JsonObject[] {
    const name = `${role} ${need.action} ${need.resource}`;
    const known = this.#covering.get(name);
    if (known) return known;
    if (this.#covering.size >= mostKnown) this.#covering.clear();
    const covering = statements.filter((statement) => covers(statement, need));
    this.#covering.set(name, covering);
    return covering;
  }

  #attach(role: string, policy: JsonObject): void {
    const statements = this.#statements.get(role) ?? [];
    statements.push(...objectsAt(objectAt(policy, 'PolicyDocument'), 'Statement'));
    this.#statements.set(role, statements);
  }
}

/** A condition that is not understood never allows and always denies. */
function isAllowed(statement: JsonObject, context: Context): boolean {
  return textAt(statement, 'Effect') === 'Allow' && holds(statement, context) === true;
}

function isDenied(statement: JsonObject, context: Context): boolean {
  return textAt(statement, 'Effect') === 'Deny' && holds(statement, context) !== false;
}

function holds(statement: JsonObject, context: Context): boolean | undefined {
  return conditionsHold(statement['Condition'], context);
}

function covers(statement: JsonObject, { action, resource }: Need): boolean {
  const actsOn = (names: readonly string[]) =>
    names.some((name) => matchesWildcard(name.toLowerCase(), action.toLowerCase()));
  const concerns = (arns: readonly string[]) => arns.some((arn) => matchesWildcard(arn, resource));
  const isMeant =
    statement['Action'] === undefined ? !actsOn(textsAt(statement, 'NotAction')) : actsOn(textsAt(statement, 'Action'));
  if (!isMeant) return false;
  if (statement['Resource'] === undefined) return !concerns(textsAt(statement, 'NotResource'));
  return concerns(textsAt(statement, 'Resource'));
}

function globalContext(role: string): Context {
  return {
    'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${role}`,
    'aws:PrincipalAccount': account,
    'aws:ResourceAccount': account,
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
  };
}
