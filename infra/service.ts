import {
  type HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { Contract } from '#functions/http/contract.ts';
import type { BundledFunction } from './function.ts';

export interface ServiceProps {
  readonly contracts: readonly Contract[];
  readonly handler: BundledFunction;
  readonly api: HttpApi;
  readonly authorizer: IHttpRouteAuthorizer;
}

/** The routes of a context: explicit, so that AWS refuses what is not promised before any function runs. */
export class Service extends Construct {
  constructor(scope: Construct, id: string, { contracts, handler, api, authorizer }: ServiceProps) {
    super(scope, id);
    // One permission for the whole API: a permission per route overflows the 20 KB function policy at about 30 routes.
    const integration = new HttpLambdaIntegration('integration', handler.fn, { scopePermissionToRoute: false });
    for (const { method, path, permission } of contracts) {
      // Made here and not by api.addRoutes, which would move the routes into the api stack and make the stacks a cycle.
      new HttpRoute(this, `${method} ${path}`, {
        httpApi: api,
        routeKey: HttpRouteKey.with(path, HttpMethod[method]),
        integration,
        ...(permission === 'public' ? {} : { authorizer }),
      });
    }
  }
}
