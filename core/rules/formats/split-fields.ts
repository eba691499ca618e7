/**
 * The fields of one well-formed record (`splitRecords` saw to that). Files quote every field or none, so those two
 * shapes take the engine's own split; everything else goes character by character.
 */
export function splitFields(record: string, separator: string, quote: string): string[] {
  const firstQuote = record.indexOf(quote);
  if (firstQuote < 0) return record.split(separator);
  if (firstQuote === 0 && record.length > 1 && record.endsWith(quote)) {
    const between = quote + separator + quote;
    const inner = record.slice(1, -1);
    const fields = inner.split(between);
    // A quote left over is a doubled one, or a field without quotes: the slow way sorts it out.
    if (!hasQuoteLeft(inner, fields.length, quote)) return fields;
  }
  return splitSlowly(record, separator, quote);
}

/** Each split took two quotes away. */
function hasQuoteLeft(inner: string, fieldCount: number, quote: string): boolean {
  let quotes = 0;
  for (let at = inner.indexOf(quote); at >= 0; at = inner.indexOf(quote, at + 1)) quotes += 1;
  return quotes !== (fieldCount - 1) * 2;
}

function splitSlowly(record: string, separator: string, quote: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let value = '';
    if (record[at] === quote) {
      at += 1;
      for (;;) {
        const close = record.indexOf(quote, at);
        if (close < 0) return [...fields, value + record.slice(at)];
        value += record.slice(at, close);
        at = close + 1;
        if (record[at] !== quote) break;
        value += quote;
        at += 1;
      }
    } else {
      const end = record.indexOf(separator, at);
      value = end < 0 ? record.slice(at) : record.slice(at, end);
      at += value.length;
    }
    fields.push(value);
    if (at >= record.length) return fields;
    at += 1;
  }
}
