import type { rowPrinter } from './print-rows.ts';
import type { CityTruth } from './truth.ts';
import type { CsvFile } from './write-csv.ts';

/** What every writer of a day needs: the open files, the printers of their rows, and the truth that is kept beside them. */
export interface Scene {
  files: { person: CsvFile; arrears: CsvFile; payment: CsvFile };
  print: ReturnType<typeof rowPrinter>;
  truth: CityTruth;
  seed: number;
  nextDay: string;
}
