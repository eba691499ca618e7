import { expect } from 'chai';
import fc from 'fast-check';
import { fill, TemplateValueError } from '../../dialplan/fill.ts';

describe('filling a template', () => {
  it('puts every value where its name stands', () => {
    expect(fill('port = {{port}}\nuser = {{user}}\n', { port: 5060, user: '取次 1' })).to.equal(
      'port = 5060\nuser = 取次 1\n',
    );
  });

  const refused: [string, string | number][] = [
    ['a line end', 'x\nadmin'],
    ['a carriage return', 'x\rwrite = all'],
    ['a NUL', 'x\0'],
    ['a Unicode line end', 'x\u2028y'],
    ['a comment', 'x;y'],
    ['a substitution', '$\u007bSHELL(id)}'],
    ['a section', '[general]'],
    ['a second argument', 'a,b'],
    ['an old separator', 'a|b'],
    ['an escape', 'a\\b'],
    ['a quote', 'a"b'],
    ['nothing', ''],
    ['blanks around it', ' a'],
    ['no number', Number.NaN],
  ];
  for (const [what, value] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => fill('secret = {{secret}}', { secret: value })).to.throw(TemplateValueError, /secret/);
    });
  }

  it('never says what the refused value was', () => {
    expect(() => fill('{{password}}', { password: 'hunter2;' })).to.throw(/^(?!.*hunter2)/);
  });

  it('refuses a placeholder without a value', () => {
    expect(() => fill('{{a}} {{b}}', { a: '1' })).to.throw(TemplateValueError, /b/);
  });

  it('never makes more lines than the template has, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        let text: string;
        try {
          text = fill('a = {{value}}\nb = 1', { value });
        } catch (error) {
          return error instanceof TemplateValueError;
        }
        return text.split(/[\r\n\u2028\u2029]/u).length === 2 && !text.includes(';') && !text.includes('$\u007b');
      }),
    );
  });
});
