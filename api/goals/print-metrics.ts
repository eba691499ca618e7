import { metricsPage } from '../../core/rules/metrics-page.ts';

process.stdout.write(metricsPage());
