/** A state by shape, word and colour. */
export interface StateLook {
  tone: string;
  mark: string;
}

export function StateTag({ look: { tone, mark }, children }: { look: StateLook; children: string }) {
  return (
    <span className="tag" data-tone={tone}>
      {mark} {children}
    </span>
  );
}
