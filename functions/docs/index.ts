import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { askedLocale } from '#functions/http/caller.ts';
import { observe } from '#functions/http/meter.ts';
import { HttpProblem, problem } from '#functions/http/problem.ts';
import openApi from '../../docs/openapi.json' with { type: 'json' };
import { docsPage, problemsPage } from './page.ts';

const observer = observe('docs');
const document = JSON.stringify(openApi);
const page = 'text/html; charset=utf-8';
/** The pages run their own inline script and style and load nothing from elsewhere. */
const policy =
  "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'";

/** Serves the API's description, and our own problem for every address that no route has (`$default`). */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const startedMs = performance.now();
  const { requestId } = event.requestContext;
  const answer = answerTo(event);
  const usd = observer.record({
    route: 'docs',
    requestId,
    status: answer.statusCode ?? 200,
    isApi: true,
    elapsedMs: performance.now() - startedMs,
  });
  return { ...answer, headers: { ...answer.headers, 'x-request-id': requestId, 'x-cost-usd': usd } };
}

function answerTo(event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 {
  if (event.requestContext.http.method === 'GET') {
    if (event.rawPath === '/v1/openapi.json') return body('application/json', document);
    if (event.rawPath === '/docs') return body(page, docsPage);
    if (event.rawPath === '/docs/problems') return body(page, problemsPage(openApi['x-problems']));
  }
  return problem(new HttpProblem(404, 'shared.no-route'), {
    locale: askedLocale(event.headers['accept-language']) ?? 'zh-CN',
    requestId: event.requestContext.requestId,
    messages: {},
    ifMatch: false,
  });
}

function body(type: string, text: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: 200,
    headers: { 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-cache' },
    body: text,
  };
}
