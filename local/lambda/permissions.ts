import type { Assembly } from '../assembly.ts';
import { maybeTextAt } from '../json.ts';

/** A service may invoke a function only by the function's own policy; without it AWS answers 500, so the start fails. */
export function requirePermission(assembly: Assembly, functionArn: string, principal: string): void {
  const name = assembly.byArn(functionArn)?.name;
  const isAllowed = assembly.ofType('AWS::Lambda::Permission').some(({ properties }) => {
    const about = maybeTextAt(properties, 'FunctionName');
    return (about === functionArn || about === name) && maybeTextAt(properties, 'Principal') === principal;
  });
  if (!isAllowed) throw new Error(`${functionArn} has no AWS::Lambda::Permission for ${principal}`);
}
