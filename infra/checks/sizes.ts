import { type Check, resourcesOf } from './template.ts';

/** CloudFormation ends at 500 resources a stack and HTTP API at 300 routes: the room left is for the next change. */
export const stackResourcesMax = 400;
export const routesMax = 290;

export const stackSize: Check = (templates) =>
  Object.entries(templates).flatMap(([stack, { Resources }]) => {
    const size = Object.keys(Resources).length;
    return size > stackResourcesMax ? [`${stack} has ${size} resources, more than ${stackResourcesMax}.`] : [];
  });

export const routeCount: Check = (templates) => {
  const count = resourcesOf(templates, 'AWS::ApiGatewayV2::Route').length;
  return count > routesMax ? [`The API has ${count} routes, more than ${routesMax}.`] : [];
};
