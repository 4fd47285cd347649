import { expect, test } from 'vitest';
import { Assembly } from '#local/assembly.ts';
import { requireTreated, treatments } from '#local/resources.ts';
import { assembly, lambda, role, variable, writeAssembly } from './fixture.ts';

test('a stack is read after the stacks it imports from, whatever the order of the manifest', () => {
  const dir = writeAssembly({
    App: {
      dependencies: ['Data'],
      resources: {
        rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { 'Fn::ImportValue': 'Data:bus' } } },
      },
    },
    Data: {
      resources: { bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'crm' } } },
      outputs: { Bus: { Value: { Ref: 'bus' }, Export: { Name: 'Data:bus' } } },
    },
  });

  const read = new Assembly(dir);

  expect(read.outputs['Bus']).toBe('crm');
  const rule = read.ofType('AWS::Events::Rule')[0];
  expect(rule?.properties['EventBusName']).toBe('crm');
  expect(rule?.arn).toBe('arn:aws:events:eu-central-1:000000000000:rule/crm/App-rule');
});

test('intrinsics resolve to what the resource is on the laptop', () => {
  const read = assembly(
    {
      queue: { Type: 'AWS::SQS::Queue' },
      fn: lambda('fn', {
        Environment: {
          Variables: {
            QUEUE: { Ref: 'queue' },
            ARN: { 'Fn::Join': ['', ['<', { 'Fn::GetAtt': ['queue', 'Arn'] }, '>']] },
            SUB: {
              'Fn::Sub': [['queue.QueueName', 'word', '!kept', 'AWS::Region'].map(variable).join('/'), { word: 'x' }],
            },
            PICKED: { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b'] }] },
            NOTHING: { Ref: 'AWS::NoValue' },
          },
        },
      }),
    },
    { fn: '' },
  );
  const variables = read.ofType('AWS::Lambda::Function')[0]?.properties['Environment'];
  expect(variables).toEqual({
    Variables: {
      QUEUE: 'https://sqs.eu-central-1.amazonaws.com/000000000000/App-queue',
      ARN: '<arn:aws:sqs:eu-central-1:000000000000:App-queue>',
      SUB: `App-queue/x/${variable('kept')}/eu-central-1`,
      PICKED: 'b',
    },
  });
});

test('a resource whose condition does not hold is not there', () => {
  const dir = writeAssembly({
    App: {
      resources: {
        left: { Type: 'AWS::SQS::Queue', Condition: 'isElsewhere' },
        queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::If': ['isElsewhere', 'there', 'here'] } } },
      },
      more: { Conditions: { isElsewhere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } } },
    },
  });

  const queues = new Assembly(dir).ofType('AWS::SQS::Queue');

  expect(queues.map(({ id }) => id)).toEqual(['queue']);
  expect(queues[0]?.properties['QueueName']).toBe('here');
});

test("links of the API lead to the laptop, by its endpoint attribute and by the API's id", () => {
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: {} };
  const url = [
    'https://',
    { Ref: 'api' },
    '.execute-api.',
    { Ref: 'AWS::Region' },
    '.',
    { Ref: 'AWS::URLSuffix' },
    '/v1',
  ];
  const resources = {
    api,
    fn: lambda('fn', {
      Environment: { Variables: { A: { 'Fn::GetAtt': ['api', 'ApiEndpoint'] }, B: { 'Fn::Join': ['', url] } } },
    }),
  };

  const read = assembly(resources, { fn: '' }, { apiUrl: 'http://127.0.0.1:3000' });

  expect(read.ofType('AWS::Lambda::Function')[0]?.properties['Environment']).toEqual({
    Variables: { A: 'http://127.0.0.1:3000', B: 'http://127.0.0.1:3000/v1' },
  });
});

test.each([
  ['an attribute', { 'Fn::GetAtt': ['queue', 'Colour'] }, /AWS::SQS::Queue has no attribute Colour/],
  ['a function', { 'Fn::Cidr': ['10.0.0.0/8'] }, /Fn::Cidr is not supported/],
  ['a resource', { Ref: 'nobody' }, /no resource nobody/],
  ['a condition', { 'Fn::If': ['isUnknown', 1, 2] }, /no condition isUnknown/],
  ['an export', { 'Fn::ImportValue': 'nothing' }, /imports nothing/],
])('%s that is not known fails loudly', (_, value, message) => {
  const resources = { queue: { Type: 'AWS::SQS::Queue' }, fn: lambda('fn', { Description: value }) };

  expect(() => assembly(resources, { fn: '' })).toThrow(message);
});

test('a type that the laptop does not know stops the start, and so does code that runs at deployment', () => {
  const read = assembly({
    role: role(),
    unknown: { Type: 'AWS::Neptune::DBCluster' },
    custom: { Type: 'Custom::LogRetention' },
    refused: { Type: 'AWS::Lambda::Url' },
  });

  expect(() => requireTreated(read)).toThrow(/Neptune[\s\S]*LogRetention[\s\S]*Lambda::Url/);
  expect(() => requireTreated(assembly({ role: role() }))).not.toThrow();
});

test('every type says who runs it or why it is left out', () => {
  for (const [type, treatment] of Object.entries(treatments)) {
    expect(Object.values(treatment)[0], type).not.toBe('');
  }
});
