import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { post } from '../../client/http.ts';
import { problemText } from '../../ui/problem-text.ts';
import { strings } from '../../ui/strings.ts';
import { useTraining } from './use-training.ts';
import './training.css';

const text = strings.training;

/** Around the whole screen while the agent practises: hatched edge, word and colour, on every page. */
export function TrainingMark() {
  const client = useQueryClient();
  const state = useTraining();
  const [problem, setProblem] = useState<unknown>(null);
  const on = state?.on === true;
  useEffect(() => {
    document.body.toggleAttribute('data-training', on);
    return () => document.body.removeAttribute('data-training');
  }, [on]);
  if (!state || !on) return null;
  const leave = async () => {
    setProblem(null);
    try {
      await post('/api/training/leave');
    } catch (error) {
      setProblem(error);
    }
    // Campaigns and the choice of work are others from now on.
    await client.invalidateQueries();
  };
  return (
    <>
      <aside className="training-strip" role="status" aria-label={text.mark}>
        <span aria-hidden>▲</span>
        <strong>{text.mark}</strong>
        <span className="training-what">{problem ? problemText(problem).title : text.what}</span>
        {state.orderedBy ? (
          <span>{text.by(state.orderedBy)}</span>
        ) : (
          <button type="button" onClick={() => void leave()}>
            {text.leave}
          </button>
        )}
      </aside>
      <div className="training-edge" aria-hidden />
    </>
  );
}
