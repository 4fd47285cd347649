import type { Assembly, Resource } from '../assembly.ts';
import { maybeTextAt, objectAt, textAt, textsAt } from '../json.ts';
import type { Verification } from '../users/tokens.ts';

export interface Route {
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly functionArn: string;
  readonly jwt: Verification | undefined;
  readonly scopes: readonly string[];
}

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The routes of an API, the most specific first: a fixed segment before a variable, that before a greedy one, `$default` last. */
export function routesOf(assembly: Assembly, api: Resource): readonly Route[] {
  return assembly
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties['ApiId'] === api.name)
    .map((route) => toRoute(assembly, route))
    .toSorted((one, other) => rankOf(one).localeCompare(rankOf(other)));
}

export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = segmentsOf(path);
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const parameters = matchSegments(route, segments);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function toRoute(assembly: Assembly, { properties }: Resource): Route {
  const key = textAt(properties, 'RouteKey');
  const [method = '', path = ''] = key === '$default' ? ['ANY', '/{$default+}'] : key.split(' ');
  const integration = assembly.byName(
    'AWS::ApiGatewayV2::Integration',
    textAt(properties, 'Target').split('/').at(-1) ?? '',
  );
  if (integration?.properties['PayloadFormatVersion'] !== '2.0') {
    throw new Error(`${key}: only integrations with functions and payload format 2.0 are run`);
  }
  return {
    key,
    method,
    segments: segmentsOf(path),
    functionArn: textAt(integration.properties, 'IntegrationUri'),
    jwt: authorizerOf(assembly, key, properties),
    scopes: textsAt(properties, 'AuthorizationScopes'),
  };
}

function authorizerOf(assembly: Assembly, key: string, properties: Resource['properties']): Verification | undefined {
  const type = maybeTextAt(properties, 'AuthorizationType') ?? 'NONE';
  if (type === 'NONE') return undefined;
  const authorizer = assembly.byName('AWS::ApiGatewayV2::Authorizer', maybeTextAt(properties, 'AuthorizerId') ?? '');
  if (type !== 'JWT' || !authorizer) throw new Error(`${key}: only JWT authorizers are run, not ${type}`);
  const jwt = objectAt(authorizer.properties, 'JwtConfiguration');
  return { issuer: textAt(jwt, 'Issuer'), audiences: textsAt(jwt, 'Audience') };
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').slice(1);
}

const isVariable = (segment: string) => segment.startsWith('{');
const isGreedy = (segment: string) => segment.endsWith('+}');

/** Sorts before what is less specific. */
function rankOf({ key, method, segments }: Route): string {
  if (key === '$default') return '9';
  const ranks = segments.map((segment) => (isGreedy(segment) ? '3' : isVariable(segment) ? '2' : '1'));
  return `${ranks.join('')}${method === 'ANY' ? '1' : '0'}`;
}

function matchSegments(route: Route, given: readonly string[]): Record<string, string> | undefined {
  const { segments } = route;
  const isOpen = isGreedy(segments.at(-1) ?? '');
  if (isOpen ? given.length < segments.length : given.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const value = isGreedy(segment) ? given.slice(at).join('/') : (given[at] ?? '');
    if (!isVariable(segment)) {
      if (segment !== value) return undefined;
    } else if (value === '' && !isGreedy(segment)) return undefined;
    else parameters[segment.replace(/^\{|\+?\}$/g, '')] = decoded(value);
  }
  return route.key === '$default' ? {} : parameters;
}

/** A broken escape stays as it was sent: the function says what is wrong with it. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
