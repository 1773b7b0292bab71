/** Of @vladmandic/human, what is used here; it is loaded from its own folder. */
interface Human {
  load(): Promise<void>;
  detect(input: ImageBitmap): Promise<{ error?: string | null; face: { age?: number }[] }>;
}

/** Estimates ages by the network `faceres` of @vladmandic/human (MIT): what a face looks like, not what it is. */
export class Ages {
  private constructor(private readonly human: Human) {}

  /**
   * Once the WASM backend is set: all TensorFlow.js of a page share their backends.
   *
   * @param folder URL of the folder of Human's package
   */
  static async open(folder: string): Promise<Ages> {
    const { default: Library } = (await import(`${folder}dist/human.esm.js`)) as {
      default: new (config: object) => Human;
    };
    const off = { enabled: false };
    const human = new Library({
      backend: 'wasm',
      modelBasePath: `${folder}models/`,
      // Every picture is another person.
      cacheSensitivity: 0,
      filter: off,
      gesture: off,
      body: off,
      hand: off,
      object: off,
      segmentation: off,
      face: {
        enabled: true,
        detector: { maxDetected: 1, skipFrames: 0, skipTime: 0 },
        mesh: { enabled: true },
        iris: off,
        emotion: off,
        antispoof: off,
        liveness: off,
        description: { enabled: true, skipFrames: 0, skipTime: 0 },
      },
    });
    await human.load();
    return new Ages(human);
  }

  /** Years above 0; undefined where no face is found. */
  async of(picture: ImageBitmap): Promise<number | undefined> {
    const { error, face } = await this.human.detect(picture);
    if (error) throw new Error(error);
    const age = face[0]?.age;
    // 0 is said of what is no face, and the last class of the network comes out as no number.
    return age !== undefined && age > 0 ? age : undefined;
  }
}
