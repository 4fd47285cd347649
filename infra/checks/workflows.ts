import aslValidator from 'asl-validator';
import { type Check, resourcesOf } from './template.ts';

/** Each machine's definition is valid Amazon States Language, in JSONata: the only one that the laptop runs. */
export const validWorkflows: Check = (templates) =>
  resourcesOf(templates, 'AWS::StepFunctions::StateMachine').flatMap(({ properties, place }) => {
    const definition = JSON.parse(text(properties['DefinitionString'])) as { readonly QueryLanguage?: string };
    if (definition.QueryLanguage !== 'JSONata') return [`${place} is not written in JSONata.`];
    const { errors } = aslValidator(definition);
    return errors.map((error) => `${place}: ${JSON.stringify(error)}`);
  });

/** A definition is text with references in between; any ARN stands for them. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const joined = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] } | undefined)?.['Fn::Join'];
  if (joined === undefined) return 'arn:aws:lambda:xx-place-1:111122223333:function:any';
  return joined[1].map(text).join(joined[0]);
}
