/**
 * What the city decides about others in a call. `GET /api/settings/calls` → CallSettings; `PUT /api/settings/recording-pause`
 * {validFrom, allowed, limitSec}; `POST /api/settings/extensions` NewExtension; `POST /api/settings/extensions/:id/retire`. Each answers
 * CallSettings.
 */
export interface CallSettings {
  today: string;
  recordingPause: { allowed: boolean; limitSec: number; validFrom: string | null };
  extensions: CityExtension[];
}

/** Where a call may be transferred to inside the city, and interpreters outside. */
export interface NewExtension {
  label: string;
  /** Digits. */
  number: string;
  kind: 'city' | 'interpreter';
  /** Only for calls of this subject; null = every subject. */
  subjectId: string | null;
  /** Of an interpreter: ISO 639-1. */
  language: string | null;
}

export interface CityExtension extends NewExtension {
  id: number;
  active: boolean;
}
