import type { Backend } from '../backends/backend';
import type { BackendName } from '../backends/backend';
import type { BackendReport } from '../session/backendReport';
import { DepthproofError } from '../errors';
import { contextCrop, faceCrop } from '../face/crop';
import type { FaceDetector } from '../face/face';
import { MediaPipeDetector } from '../face/mediapipe';
import type { Golden } from '../network/golden';
import { probabilityOf, readModel, type Model } from '../model/manifest';
import { disposeCrops, type Network } from '../network/network';
import { Assets } from './assets';
import { choose, type NetworkFiles } from './choose/choose';
import { CropRing, type CropWindow } from './cropRing';
import { Lookout } from './lookout';
import { nextTask } from './nextTask';
import type { GivenFace, Observed, ScoredWindow } from '../session/protocol';

/** Share of the interval between frames that a network step may take when it streams. */
const STREAMING_SHARE = 0.8;

/**
 * Frames in, observations and window results out: detector, quality gate, crops, ring and network. Lives in the
 * worker and ends with it. Capture and computing run beside each other: `observe` is called for every frame at the cadence, while
 * `#score` takes windows from the ring as fast as the backend allows.
 */
export class Engine {
  /** Resolves if the backend is lost; never otherwise. */
  readonly lost: Promise<DepthproofError>;
  #wake: () => void = () => undefined;
  readonly #lookout: Lookout;
  readonly #ring: CropRing;

  private constructor(
    readonly model: Model,
    readonly report: BackendReport,
    backend: Backend,
    detector: FaceDetector,
    private readonly network: Network,
    private step: number,
    private readonly onWindow: (window: ScoredWindow, scoring: boolean) => void,
    onError: (error: unknown) => void,
  ) {
    this.#ring = new CropRing(model.cadence.frames);
    this.#lookout = new Lookout(detector, model.cadence);
    this.lost = backend.lost.then(
      (what) => new DepthproofError('BACKEND_LOST', `In the middle of the check ${what}. Start a new check.`),
    );
    void this.lost.then(onError);
    this.#scoreAll().catch(onError);
  }

  /**
   * Loads and verifies everything, opens the first backend that proves itself, `remembered` before others. Throws `ASSET_*`,
   * `BACKEND_UNAVAILABLE`, `UNSUPPORTED_BROWSER` or `ENGINE_FAILED`. `onArrival` is called whenever a piece of a file is there.
   */
  static async open(
    base: string,
    forced: BackendName | undefined,
    remembered: BackendReport | undefined,
    onArrival: () => void,
    onWindow: (window: ScoredWindow, scoring: boolean) => void,
    onError: (error: unknown) => void,
  ): Promise<Engine> {
    const assets = new Assets(base, onArrival);
    const [modelJson, weights, manifest, goldenBytes, detector] = await Promise.all([
      assets.json<unknown>('model/model.json'),
      assets.bytes('model/weights.bin'),
      assets.json<Pick<Golden, 'weightsManifest'>>('model/golden.json'),
      assets.bytes('model/golden.bin'),
      openDetector(assets),
    ]);
    const model = readModel(modelJson);
    const files: NetworkFiles = {
      model,
      weights: weights.buffer,
      golden: { ...manifest, bytes: goldenBytes.buffer },
      wasmBinary: () => assets.bytes('tfjs-backend-wasm-simd.wasm'),
    };
    const { backend, network, report } = await choose(files, forced, remembered);
    return new Engine(model, report, backend, detector, network, report.frameMilliseconds, onWindow, onError);
  }

  /** Looks at one frame and, if it is good, puts its crops into the ring. Closes the image. */
  observe(image: ImageBitmap, timestamp: number, given?: GivenFace): Observed {
    try {
      const look = this.#lookout.look(image, timestamp, given, this.#ring.hasRoom);
      const { faces, face, hint, difference, step, anchor, gathered } = look;
      if (step === 'abandon') this.#ring.abandon();
      else if (step !== 'skip' && anchor) this.#capture(image, timestamp, anchor, step === 'start');
      this.#wake();
      return {
        timestamp,
        faces,
        face,
        hint,
        difference,
        frameWidth: image.width,
        frameHeight: image.height,
        gathered,
        scoring: this.#ring.busy,
      };
    } finally {
      image.close();
    }
  }

  /** Ends the source: resolves when no whole window waits for its score. The next frame knows nothing of this one. */
  async drained(): Promise<void> {
    this.#lookout.forget();
    this.#ring.abandon();
    this.#wake();
    while (this.#ring.busy) await nextTask();
  }

  #capture(
    image: ImageBitmap,
    timestamp: number,
    anchor: Parameters<typeof faceCrop>[0],
    first: boolean,
  ): void {
    const { crop } = this.model;
    const crops = this.network.crop(
      image,
      faceCrop(anchor, image, crop.faceScale),
      contextCrop(anchor, image, crop.contextScale),
    );
    if (first) this.#ring.start(crops, timestamp);
    else if (!this.#ring.append(crops, timestamp)) disposeCrops(crops);
  }

  async #scoreAll(): Promise<never> {
    for (;;) {
      const window = this.#ring.take(this.#keepsUp);
      if (!window) {
        await this.#arrival();
        continue;
      }
      const result = await this.#score(window);
      this.#ring.release();
      if (result) this.onWindow(result, this.#ring.busy);
    }
  }

  /** Pushes a window's frames as they are there; `undefined` if it was abandoned on the way. */
  async #score(window: CropWindow): Promise<ScoredWindow | undefined> {
    const network = this.network.window({ yieldToTasks: nextTask });
    let busy = 0;
    let streamed = false;
    try {
      for (let frame = 0; frame < this.model.cadence.frames; frame++) {
        let crops = window.crops[frame];
        while (!crops) {
          if (window.abandoned) return undefined;
          streamed = true;
          await this.#arrival();
          crops = window.crops[frame];
        }
        const started = performance.now();
        await network.push(crops);
        busy += performance.now() - started;
      }
      const started = performance.now();
      const { depthMap, score } = await network.finish();
      busy += performance.now() - started;
      const step = busy / this.model.cadence.frames;
      // A push to a GPU resolves when its work is ordered: between two frames the work goes on, and no clock sees it.
      this.step = streamed ? Math.max(this.step, step) : step;
      return {
        startTime: window.startTime,
        endTime: window.endTime,
        score,
        probability: probabilityOf(score, this.model),
        depthMap,
        networkMilliseconds: busy,
        latencyMilliseconds: performance.now() - window.arrival,
        held: this.network.held,
      };
    } finally {
      network.dispose();
    }
  }

  /**
   * Whether a frame costs less than the time to the next one. Only then is a window read while it is being filled: a
   * slower network would keep frames waiting until the window falls apart.
   */
  get #keepsUp(): boolean {
    return this.step < STREAMING_SHARE * this.model.cadence.intervalMilliseconds;
  }

  /** Resolves at the next frame. */
  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

async function openDetector(assets: Assets): Promise<FaceDetector> {
  const [model, wasm] = await Promise.all([
    assets.bytes('blaze_face_short_range.tflite'),
    assets.bytes('vision_wasm_module_internal.wasm'),
    assets.bytes('vision_wasm_module_internal.js'),
  ]);
  const wasmUrl = URL.createObjectURL(new Blob([wasm], { type: 'application/wasm' }));
  try {
    return await MediaPipeDetector.create({
      loaderUrl: assets.url('vision_wasm_module_internal.js'),
      wasmUrl,
      model,
    });
  } finally {
    URL.revokeObjectURL(wasmUrl);
  }
}
