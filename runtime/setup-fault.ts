/** An expected obstacle. Its message is one sentence that says what to do; it is printed without a stack trace. */
export class SetupFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SetupFault';
  }
}
