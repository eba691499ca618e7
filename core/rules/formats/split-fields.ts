/**
 * The fields of one well-formed record (`splitRecords` saw to that). Files quote every field or none, so those two
 * shapes have a fast way each; everything else goes character by character.
 */
export function splitFields(record: string, separator: string, quote: string): string[] {
  if (record.startsWith(quote)) return splitQuoted(record, separator, quote) ?? splitSlowly(record, separator, quote);
  return record.includes(quote) ? splitSlowly(record, separator, quote) : record.split(separator);
}

/** Null unless every field is quoted and none holds a quote: then the next quote always closes the field. */
function splitQuoted(record: string, separator: string, quote: string): string[] | null {
  const quoteCode = quote.charCodeAt(0);
  const separatorCode = separator.charCodeAt(0);
  const last = record.length - 1;
  const fields: string[] = [];
  let at = 1;
  for (;;) {
    const close = record.indexOf(quote, at);
    if (close < 0) return null;
    fields.push(record.slice(at, close));
    if (close === last) return fields;
    if (record.charCodeAt(close + 1) !== separatorCode || record.charCodeAt(close + 2) !== quoteCode) return null;
    at = close + 3;
  }
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
