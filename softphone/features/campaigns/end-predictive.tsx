import { Button } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../ui/strings.ts';

const text = strings.campaigns.approval;

/** The officer takes the approval back: asked once more, because it acts on every campaign of the line at once. */
export function EndPredictive({ onEnd }: { onEnd: () => Promise<boolean> }) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button variant="default" onClick={() => setAsking(true)}>
        {text.end}
      </Button>
    );
  }
  return (
    <span className="row-actions">
      <span>{text.endAsk}</span>
      <Button color="red" onClick={() => void onEnd().then(() => setAsking(false))}>
        {text.endYes}
      </Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        {strings.common.cancel}
      </Button>
    </span>
  );
}
