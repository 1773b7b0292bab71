/** Activation function; `prelu` has a slope for each channel, stored with the layer's weights. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'prelu';

/**
 * Zeros around the input of a convolution. `same` is TensorFlow's: with stride 2 and an even side, none before the map and
 * one after it. `symmetric` is PyTorch's: half the kernel on either side.
 */
export type Padding = 'same' | 'symmetric';

export interface ConvOptions {
  stride?: 1 | 2;
  padding?: Padding;
  activation?: Activation;
}

/** A block's output map, and on demand its 2 x 2 maximum pool, which leaves out an odd last row or column. */
export interface Block<M> {
  readonly full: M;
  pooled(): M;
}

/**
 * The operations of the network. `M` is a feature map or a vector in the form of the backend that made it; only that
 * backend looks inside. TensorFlow.js computes each operation at once; WebGPU records a frame's operations while loading
 * and replays them. Names are those of the weights in PyTorch. Maps are H x W x C.
 */
export interface Ops<M> {
  /** Residual spatial gradient block (paper eq. 1, 2) on concatenated maps: ReLU(conv3x3(x) + b + conv1x1(|grad x|)). */
  spatialGradient(name: string, inputs: readonly M[]): Block<M>;
  /** activation(conv(x) + b); the weights give the kernel's size. */
  conv(name: string, input: M, options?: ConvOptions): M;
  /** residual + conv(x) + b. Do not read the residual afterwards. */
  addConv(name: string, input: M, residual: M): M;
  /** activation(conv3x3(x) + b), depthwise. */
  depthwise(name: string, input: M, options?: ConvOptions): M;
  /**
   * Squeeze and excitation (Hu et al., CVPR 2018): residual + x . sigmoid(W2 ReLU(W1 mean(x) + b1) + b2), a factor for each
   * channel. Do not read the residual afterwards.
   */
  squeezeExcite(name: string, input: M, residual: M): M;
  /** Weighted sum of each channel over all pixels, plus b, as a vector: a depthwise convolution as large as the map. */
  channelSums(name: string, input: M): M;
  /** A map of one channel as a vector, row-major. */
  flatten(input: M): M;
  /** Bilinear, half-pixel centres, to size x size. */
  upsample(input: M, size: number): M;
  /**
   * Short-term spatio-temporal block of one level (paper section 3.2): ReLU(conv3x3([f, grad f, grad f', f - f', p]) + b) of
   * the older frame's features f, the newer frame's f' and the previous level's result p.
   */
  shortTerm(name: string, older: M, newer: M, previous?: M): Block<M>;
  /**
   * One step of a ConvGRU cell (paper eq. 3): R, U = sigmoid(conv[X, H]); H~ = tanh(conv[X, R.H]);
   * H' = (1 - U).H + U.H~. Returns H'; do not read H afterwards.
   */
  convGru(name: string, input: M, state: M): M;
  /**
   * Depth refinement (paper eq. 4), (1 - alpha) single + alpha multi: its mean over the window's steps as a vector, row-major.
   * `mean` is that of the steps before; do not read it afterwards.
   */
  refine(mean: M | undefined, single: M, multi: M, alpha: number): M;
  /** Mean and maximum of each channel, map after map: [mean of the first, maximum of the first, mean of the second, ...]. */
  meanMax(inputs: readonly M[]): M;
  /** activation([x, ...] W + b) of concatenated vectors. */
  dense(name: string, inputs: readonly M[], activation: 'linear' | 'relu'): M;
  /** 16 times the luminance of a crop, averaged over 2 x 2 pixels; fp16 can then hold products of its small differences. */
  luminance(crop: M): M;
  /** Moments of the luminance's gradients in this step, as a vector (see rigidity.ts). */
  flowMoments(older: M, newer: M): M;
  /** Zeros, size x size: the state of a ConvGRU cell before its first step. */
  zeros(size: number, channels: number): M;
  /**
   * Appends concatenated vectors to a history of at most `count`, in every frame after the first call; a further one
   * replaces the oldest. Without a history it begins one. Do not read the old history afterwards.
   */
  append(history: M | undefined, vectors: readonly M[], count: number): M;
  /** Returns the computed maps. Intermediate maps are freed, so nothing else may read them. */
  tidy<T extends M | readonly M[]>(compute: () => T): T;
  /** Exposes a map by this name and returns it; costs nothing unless a window's taps watch it. */
  tap(name: string, map: M): M;
  /** Ends a stage. On backends that keep the thread busy, waiting tasks get a turn. */
  stage(): Promise<void>;
}
