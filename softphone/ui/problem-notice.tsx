import { Button } from '@mantine/core';
import { problemText } from './problem-text.ts';
import { strings } from './strings.ts';

export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, advice, code } = problemText(error);
  return (
    <div className="notice" role="alert">
      <p style={{ flex: 1 }}>
        <strong>{title}</strong> {advice} {code ? <span className="muted">({code})</span> : null}
      </p>
      {onRetry ? (
        <Button variant="default" onClick={onRetry}>
          {strings.common.retry}
        </Button>
      ) : null}
    </div>
  );
}
