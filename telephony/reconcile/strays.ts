/** Ours by their id (`call-<uuid>`, `tone-<uuid>`), but of no open call: left behind by a crash. */
export function strays(
  ids: readonly string[],
  prefixes: readonly string[],
  isOpen: (callId: string) => boolean,
): string[] {
  return ids.filter((id) => {
    const prefix = prefixes.find((candidate) => id.startsWith(candidate));
    return prefix !== undefined && !isOpen(id.slice(prefix.length));
  });
}
