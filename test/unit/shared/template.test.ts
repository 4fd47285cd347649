import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsAskedBy, fillHtml, fillText, oneLine, textOf, unknownPlaceholders } from '#domain/shared/template.ts';

const values = {
  'customer.name': 'A & B',
  'contact.name': '<b>"Li"</b>',
  unsubscribeUrl: 'https://x.example/u?a=1&b=2',
};

test('values are escaped in HTML and left alone in text', () => {
  expect(fillHtml('<i title="{{ contact.name }}">{{customer.name}}</i>', values)).toBe(
    '<i title="&#60;b&#62;&#34;Li&#34;&#60;/b&#62;">A &#38; B</i>',
  );
  expect(fillText('{{contact.name}}: {{customer.name}}', values)).toBe('<b>"Li"</b>: A & B');
});

test('a value that looks like a placeholder is not filled again', () => {
  expect(fillText('{{contact.name}}', { ...values, 'contact.name': '{{unsubscribeUrl}}' })).toBe('{{unsubscribeUrl}}');
});

test.each([
  ['{{customer.name}} {{ unsubscribeUrl }}', []],
  ['{{customer.nmae}} {{x}} {{x}}', ['customer.nmae', 'x']],
  ['{{customer.name', ['{{']],
  ['customer.name}}', ['{{']],
  ['{{}}', ['']],
  ['{{customer.fields.size}} {{customer.fields.none}}', ['customer.fields.none']],
  ['{ single } braces', []],
])('%s has the unknown placeholders %j', (template, unknown) => {
  expect(unknownPlaceholders(template, new Set(['size']))).toEqual(unknown);
});

test('filled HTML holds no markup that the template did not', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const html = fillHtml('<p class="{{contact.name}}">{{contact.name}}</p>', { ...values, 'contact.name': name });
      expect(html.match(/[<>"]/g)).toHaveLength(6);
    }),
  );
});

test('one line stays one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(oneLine(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});

test('HTML read as text keeps links and lines, without styles', () => {
  const html = '<style>p{}</style><p>Hi &#60;Li&#62;</p><p>See <a href="https://x.example">our page</a><br>now</p>';
  expect(textOf(html)).toBe('Hi <Li>\nSee our page (https://x.example)\nnow');
});

test('a field of the company’s own is filled like any other value, and is empty where there is none', () => {
  const template = '{{customer.fields.size}}|{{ customer.fields.since }}';
  expect(fieldsAskedBy(template, template)).toEqual(['size', 'since']);
  expect(fillHtml(template, { ...values, 'customer.fields.size': '<5' })).toBe('&#60;5|');
});
