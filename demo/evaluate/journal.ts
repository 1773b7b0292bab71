type State = 'idle' | 'running' | 'done' | 'error';

declare global {
  interface Window {
    depthproofEvaluation: { reportJson?: string };
  }
}

/**
 * Writes how the evaluation goes to where a program can read it, like demo/journal.ts: the state as `data-state` of the
 * root element (`error`: the input was faulty, or the engine did not open), and the text of the finished report.json as
 * `window.depthproofEvaluation.reportJson`.
 */
export class Journal {
  constructor() {
    this.state('idle');
    window.depthproofEvaluation = {};
  }

  state(state: Exclude<State, 'done'>): void {
    if (state === 'running') window.depthproofEvaluation = {};
    document.documentElement.dataset.state = state;
  }

  done(reportJson: string): void {
    window.depthproofEvaluation = { reportJson };
    document.documentElement.dataset.state = 'done' satisfies State;
  }
}
