import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Acknowledgement } from './acknowledgements.ts';

export interface Finding {
  readonly rule: string;
  readonly at: string;
  readonly what: string;
}

/** What cdk-nag's AwsSolutions and Serverless packs find in the tree, warnings as well as errors. */
export function nagFindings(app: App): readonly Finding[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, at: constructPath ?? '', what: description })),
      ),
  );
}

/** Findings that nobody has answered for, and answers to findings that are no more. */
export function nagFaults(findings: readonly Finding[], answers: readonly Acknowledgement[]): readonly string[] {
  const covers = ({ rule, at }: Acknowledgement, finding: Finding) =>
    rule.test(finding.rule) && (at === undefined || at.test(finding.at));
  return [
    ...findings
      .filter((finding) => !answers.some((answer) => covers(answer, finding)))
      .map(({ rule, at, what }) => `${rule} at ${at}: ${what}`),
    ...answers
      .filter((answer) => !findings.some((finding) => covers(answer, finding)))
      .map(({ rule }) => `The acknowledgement of ${rule.source} hides nothing any more.`),
  ];
}
