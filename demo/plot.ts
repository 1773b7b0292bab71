import type { ModelReport, Outcome, WindowResult } from 'depthproof';
import { element, make } from './element';
import { lastSeconds, ticks } from './timeAxis';

/** Seconds that are shown at once. */
const shownSeconds = 20;
/** Number of rows of the table. */
const rows = 12;
const height = 200;
const margin = { top: 22, right: 76, bottom: 28, left: 32 };

interface Point {
  /** Seconds since the first analysed frame. */
  time: number;
  window: WindowResult;
}

/** The windows' probability over time, as a drawing and as a table. */
export class Plot {
  readonly #drawing = element('plot', SVGSVGElement);
  readonly #table = element('plot-rows', HTMLTableSectionElement);
  #points: Point[] = [];
  #verdicts: { time: number; outcome: Outcome }[] = [];
  #model: ModelReport | undefined;
  #due = false;

  constructor() {
    new ResizeObserver(() => this.#draw()).observe(this.#drawing);
  }

  set model(model: ModelReport | undefined) {
    this.#model = model;
    this.#drawSoon();
  }

  /** @param time seconds since the first analysed frame */
  addWindow(time: number, window: WindowResult): void {
    this.#points = [...this.#points, { time, window }].filter((point) => point.time >= time - shownSeconds);
    this.#drawSoon();
  }

  /** @param time seconds since the first analysed frame */
  addVerdict(time: number, outcome: Outcome): void {
    this.#verdicts = [...this.#verdicts, { time, outcome }].filter(
      (mark) => mark.time >= time - shownSeconds,
    );
    this.#drawSoon();
  }

  clear(): void {
    this.#points = [];
    this.#verdicts = [];
    this.#drawSoon();
  }

  #drawSoon(): void {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#draw();
      this.#fillTable();
    });
  }

  #draw(): void {
    const width = this.#drawing.clientWidth;
    const now = Math.max(
      0,
      ...this.#points.map(({ time }) => time),
      ...this.#verdicts.map(({ time }) => time),
    );
    const span = lastSeconds(now, shownSeconds);
    const [left, right] = [margin.left, width - margin.right];
    const [top, bottom] = [margin.top, height - margin.bottom];
    const x = (time: number) => left + ((time - span.from) / (span.to - span.from)) * (right - left);
    const y = (probability: number) => bottom - probability * (bottom - top);
    const level = (probability: number, className: string) =>
      line(className, left, y(probability), right, y(probability));
    const limit = (outcome: Outcome, probability: number) => [
      level(probability, `limit ${outcome}`),
      text(`limit-name ${outcome}`, right + 6, y(probability) + 4, `${outcome} ${probability.toFixed(2)}`),
    ];

    const model = this.#model;
    this.#drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#drawing.setAttribute('aria-label', this.#summary());
    this.#drawing.replaceChildren(
      ...[0, 0.5, 1].flatMap((p) => [level(p, 'grid'), text('tick end', left - 8, y(p) + 4, String(p))]),
      ...ticks(span, Math.max(2, width / 120)).map((time) =>
        text('tick middle', x(time), height - 8, `${time} s`),
      ),
      ...(model ? [...limit('live', model.liveProbability), ...limit('spoof', model.spoofProbability)] : []),
      ...this.#verdicts
        .filter(({ time }) => time >= span.from)
        .flatMap(({ time, outcome }) => [
          line(`mark ${outcome}`, x(time), top, x(time), bottom),
          shape('path', `flag ${outcome}`, { d: `M${x(time)} ${top}l-5 -8h10z` }),
        ]),
      ...this.#points
        .filter(({ time }) => time >= span.from)
        .map(({ time, window: { probability } }) =>
          shape('circle', `point ${this.#outcomeAt(probability)}`, {
            cx: x(time),
            cy: y(probability),
            r: 3.5,
          }),
        ),
    );
  }

  #outcomeAt(probability: number): Outcome {
    if (!this.#model) return 'inconclusive';
    if (probability >= this.#model.liveProbability) return 'live';
    return probability <= this.#model.spoofProbability ? 'spoof' : 'inconclusive';
  }

  #summary(): string {
    const probabilities = this.#points.map(({ window }) => window.probability);
    const latest = probabilities.at(-1);
    if (latest === undefined) return 'Probability of a real face over time: no windows yet';
    const [least, most] = [Math.min(...probabilities), Math.max(...probabilities)].map((p) => p.toFixed(2));
    return `Probability of a real face over time: ${probabilities.length} windows in the last ${shownSeconds} seconds, latest ${latest.toFixed(2)}, between ${least} and ${most}`;
  }

  #fillTable(): void {
    const newest = this.#points.slice(-rows).reverse();
    this.#table.replaceChildren(
      ...newest.map(({ time, window }) =>
        make(
          'tr',
          '',
          ...[
            String(window.index + 1),
            time.toFixed(1),
            window.score.toFixed(3),
            window.probability.toFixed(3),
            window.networkMilliseconds.toFixed(0),
            window.latencyMilliseconds.toFixed(0),
          ].map((cell) => make('td', '', cell)),
        ),
      ),
    );
  }
}

function shape(tag: string, className: string, attributes: { [name: string]: string | number }): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  made.setAttribute('class', className);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

function line(className: string, x1: number, y1: number, x2: number, y2: number): SVGElement {
  return shape('line', className, { x1, y1, x2, y2 });
}

function text(className: string, x: number, y: number, content: string): SVGElement {
  const made = shape('text', className, { x, y });
  made.textContent = content;
  return made;
}
