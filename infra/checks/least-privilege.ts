import { type Check, grantsOf, policiesOf, resourcesOf } from './template.ts';

export const noWildcardAction: Check = (templates) =>
  policiesOf(templates)
    .flatMap(grantsOf)
    .flatMap(({ place, actions }) =>
      actions.filter((action) => action.includes('*')).map((action) => `${place} grants ${action}.`),
    );

/** Actions for which AWS knows no narrower resource. */
const ofTheAccount = ['ses:GetSendQuota'];

export const noWildcardResource: Check = (templates) =>
  policiesOf(templates)
    .flatMap(grantsOf)
    .filter(({ resources }) => resources.includes('"*"'))
    .flatMap(({ place, actions }) =>
      actions.filter((action) => !ofTheAccount.includes(action)).map((action) => `${place} grants ${action} on *.`),
    );

/** A managed policy of AWS's grants more than is used, and what it grants changes without us. */
export const noManagedPolicy: Check = (templates) =>
  resourcesOf(templates, 'AWS::IAM::Role')
    .filter(({ properties }) => properties['ManagedPolicyArns'] !== undefined)
    .map(({ place }) => `${place} has a managed policy.`);
