import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type {
  CoverageSettings,
  CoverageView,
  WhatIfSlider,
  WhatIfView,
} from '../../../core/contracts/http/coverage.ts';
import { get, post } from '../../client/http.ts';

export type PlanChange = Partial<CoverageSettings>;

/** A moving slider asks when it rests. */
const REST_MS = 300;

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** The plan as things stand, the plan as the sliders say, and the curve over the slider moved last. */
export function usePlan(campaignId: string, change: PlanChange, slider: WhatIfSlider) {
  const rested = useRested(change);
  const path = `/api/campaigns/${campaignId}`;
  const standing = useQuery({
    queryKey: ['coverage', campaignId],
    queryFn: ({ signal }) => get<CoverageView>(`${path}/coverage`, signal),
  });
  const isChanged = Object.keys(rested).length > 0;
  const changed = useQuery({
    queryKey: ['coverage', campaignId, rested],
    queryFn: () => post<CoverageView>(`${path}/coverage`, rested),
    enabled: isChanged && standing.isSuccess,
    placeholderData: keepPreviousData,
  });
  const curve = useQuery({
    queryKey: ['what-if', campaignId, slider, rested],
    queryFn: () => post<WhatIfView>(`${path}/what-if`, { ...rested, slider }),
    enabled: standing.isSuccess,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  return { standing, view: isChanged ? (changed.data ?? standing.data) : standing.data, changed, curve };
}
