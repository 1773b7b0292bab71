/** Prints in one line how far the run is and how long it will still take. */
export class Progress {
  readonly #started = performance.now();
  #frames = 0;
  #clips = 0;
  #shown = 0;

  /** @param frames that the run will look at, about */
  constructor(
    private readonly clips: number,
    private readonly frames: number,
    private readonly output: NodeJS.WriteStream = process.stderr,
  ) {}

  frame(): void {
    this.#frames++;
    if (this.output.isTTY && performance.now() - this.#shown > 200) this.#show('\r');
  }

  clip(id: string, outcome: string): void {
    this.#clips++;
    if (this.output.isTTY) this.#show('\r');
    else this.output.write(`${this.#line()}  ${id}: ${outcome}\n`);
  }

  end(): void {
    if (this.output.isTTY) this.output.write('\n');
  }

  #show(before: string): void {
    this.#shown = performance.now();
    this.output.write(`${before}${this.#line()}\u001b[K`);
  }

  #line(): string {
    return progressLine(
      this.#clips,
      this.clips,
      this.#frames,
      this.frames,
      performance.now() - this.#started,
    );
  }
}

/** @param elapsed milliseconds in which `frames` of about `ofFrames` were done */
export function progressLine(
  clips: number,
  ofClips: number,
  frames: number,
  ofFrames: number,
  elapsed: number,
): string {
  const share = Math.min(1, ofFrames > 0 ? frames / ofFrames : 1);
  const left = frames > 0 && clips < ofClips ? `, ${duration((elapsed * (1 - share)) / share)} left` : '';
  return `${clips} of ${ofClips} clips, ${Math.round(100 * share)} % of frames${left}`;
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
