const { writeFileSync } = require('node:fs');
const {
  reporters: { Spec },
} = require('mocha');

/** Prints as usual and leaves the counts in the file that TORITSUGI_TEST_COUNTS names. */
module.exports = class CountingReporter extends Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(
        process.env.TORITSUGI_TEST_COUNTS,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      );
    });
  }
};
