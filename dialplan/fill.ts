/**
 * Puts values into a configuration template. A value is one word or one path of a line: whatever could end the line,
 * begin a comment, or be read by Asterisk as a variable, a section or a further argument is refused.
 */
export type TemplateValues = Readonly<Record<string, string | number>>;

export class TemplateValueError extends Error {
  readonly code = 'dialplan/value-refused';
}

/** CR, LF and other controls, comment, escape, substitution, section, quote, argument and option separators. */
const dangerous = /[\p{Cc}\u2028\u2029;\\${}[\]"'`,|<>&]/u;

/** @throws TemplateValueError for a dangerous value, a placeholder without value, or a value that no template uses. */
export function fill(template: string, values: TemplateValues): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TemplateValueError(`No value for {{${name}}}.`);
    return checked(name, value);
  });
}

function checked(name: string, value: string | number): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TemplateValueError(`{{${name}}} is not a number.`);
    return String(value);
  }
  if (value === '' || value !== value.trim())
    throw new TemplateValueError(`{{${name}}} is empty or has blanks around it.`);
  // The value itself may be a secret: name the place, never the content.
  if (dangerous.test(value))
    throw new TemplateValueError(`{{${name}}} holds a character that a configuration must not.`);
  return value;
}
