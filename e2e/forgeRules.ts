import type { DecisionRule } from '../src/session/decision';

/** Runs in the page: exchanges rules by which, as the worker says, its model decides. */
export function forgeRules(rules: Partial<DecisionRule>): void {
  const own = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage');
  Object.defineProperty(Worker.prototype, 'onmessage', {
    set(this: Worker, listener: (event: MessageEvent) => void) {
      own?.set?.call(this, (event: MessageEvent<{ type: string; model?: { decision: object } }>) => {
        if (event.data.type === 'opened') Object.assign(event.data.model?.decision ?? {}, rules);
        listener.call(this, event);
      });
    },
  });
}
