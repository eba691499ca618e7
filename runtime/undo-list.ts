/** What has to be undone at the end, last first. A failing one is told and the others still run. */
export class UndoList {
  readonly #actions: (() => void | Promise<void>)[] = [];

  add(action: () => void | Promise<void>): void {
    this.#actions.push(action);
  }

  async run(note: (text: string) => void): Promise<void> {
    for (const action of this.#actions.splice(0).reverse()) {
      try {
        await action();
      } catch (error) {
        note(`${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
