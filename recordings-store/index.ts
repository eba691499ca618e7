/** The only door into the recordings store: the worker runs the pipeline, the api plays. */
export { type BlobStore, directoryStore } from './blob-store.ts';
export { raiseForSystem, resolveForSystem } from './incidents.ts';
export type { MasterKeyState } from './keys.ts';
export { type LedgerReport, reconcileLedger } from './ledger.ts';
export { masterKeyState } from './master-key.ts';
export { type PipelineOptions, type RecordingPipeline, recordingPipeline } from './pipeline.ts';
export { type OpenRecording, openRecording } from './playback.ts';
export type { PipelineCounts } from './queries.ts';
