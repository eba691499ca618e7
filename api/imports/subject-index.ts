import type { Layout } from '../../core/rules/formats/layout.ts';
import { plainText } from '../../core/rules/formats/plain-text.ts';

/** What files write for a subject → its id. 電話出所 names it in words, the other files by code. */
export function subjectIndex(layout: Layout, by: 'code' | 'name_or_code'): Map<string, string> {
  const index = new Map<string, string>();
  for (const { id, name } of layout.subjects) {
    index.set(plainText(id), id);
    if (by === 'name_or_code') index.set(plainText(name), id);
  }
  for (const [alias, id] of Object.entries(layout.codes.subjectAliases)) index.set(plainText(alias), id);
  return index;
}
