import { splitName } from './graphemes.ts';

/** A name as its owner writes it: characters with a variation selector in the font that has that form. */
export function PersonName({ name }: { name: string }) {
  // The pieces of one name never move: their position is their identity.
  return (
    <span lang="ja">
      {splitName(name).map(({ text, variant }, index) =>
        variant ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index} className="name-variant">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </span>
  );
}
