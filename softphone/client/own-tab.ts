/**
 * Of all tabs with this identity the last one that asks has it; the one before is told. A tab that is reloaded or closed lets go by itself.
 * Without Web Locks (an old browser) nobody is told.
 * @returns lets go
 */
export function ownTab(identity: string, onTaken: () => void): () => void {
  if (!navigator.locks) return () => undefined;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Rejects when another tab takes it.
  navigator.locks.request(`toritsugi-desk-${identity}`, { steal: true }, () => held).catch(onTaken);
  return release;
}
