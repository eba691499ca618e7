/** `call-<uuid>` or `call-<uuid>-agent` → the call's id. */
export function callIdOf(id: string, prefix: string): string | undefined {
  return id.startsWith(prefix) ? id.slice(prefix.length, prefix.length + 36) : undefined;
}

/** Ours by their id, but of no open call: left behind by a crash. */
export function strays(ids: readonly string[], prefix: string, isOpen: (callId: string) => boolean): string[] {
  return ids.filter((id) => {
    const callId = callIdOf(id, prefix);
    return callId !== undefined && !isOpen(callId);
  });
}
