/** What follows a sum; `prelu` has a slope for each channel among the layer's weights. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'prelu';

/**
 * Zeros around the input of a convolution: as TensorFlow's 'same' has them (where the stride is 2 and the side even, none
 * before the map and one after it), or half the kernel on either side, as PyTorch has them.
 */
export type Padding = 'same' | 'symmetric';

export interface ConvOptions {
  stride?: 1 | 2;
  padding?: Padding;
  activation?: Activation;
}

/** What a block gives: its map, and on demand the maxima over 2 x 2 pixels, an odd last row or column left out. */
export interface Block<M> {
  readonly full: M;
  pooled(): M;
}

/**
 * The operations that the network is put together from. `M` is a feature map, or a vector, in the form of the backend that
 * made it; nothing else looks inside. TensorFlow.js computes at once; WebGPU records a frame's operations while it
 * loads and replays them. Names are those that PyTorch gave the weights. Maps are H x W x C.
 */
export interface Ops<M> {
  /** Residual spatial gradient block (paper eq. 2) over maps joined by channels: ReLU(conv3x3(x) + b + conv1x1(|grad x|)). */
  spatialGradient(name: string, inputs: readonly M[]): Block<M>;
  /** activation(conv(x) + b); the kernel's size is that of the weights. */
  conv(name: string, input: M, options?: ConvOptions): M;
  /** residual + conv(x) + b. Do not read the residual afterwards. */
  addConv(name: string, input: M, residual: M): M;
  /** activation(conv3x3(x) + b), each channel filtered by itself. */
  depthwise(name: string, input: M, options?: ConvOptions): M;
  /**
   * Squeeze and excitation (Hu et al., CVPR 2018): residual + x . sigmoid(W2 ReLU(W1 mean(x) + b1) + b2), a factor for each
   * channel. Do not read the residual afterwards.
   */
  squeezeExcite(name: string, input: M, residual: M): M;
  /** Weighted sum of each channel over all pixels, as a vector: a depthwise convolution as large as the map, plus b. */
  channelSums(name: string, input: M): M;
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
  /** Depth refinement (paper eq. 4) added to a sum: sum + (1 - alpha) single + alpha multi. Do not read the sum afterwards. */
  refine(sum: M, single: M, multi: M, alpha: number): M;
  /** The sum of refined maps over the window's steps, divided by their number, as a vector, row-major. */
  average(sum: M): M;
  /** Mean and maximum of each channel, map after map: [mean of the first, maximum of the first, mean of the second, ...]. */
  meanMax(inputs: readonly M[]): M;
  /** activation([x, ...] W + b) of joined vectors. */
  dense(name: string, inputs: readonly M[], activation: 'linear' | 'relu'): M;
  /** Mean over 2 x 2 pixels of 16 times the luminance of a crop: fp16 holds products of its small differences. */
  luminance(crop: M): M;
  /** Moments of the luminance's gradients in this step, as a vector (see rigidity.ts). */
  flowMoments(older: M, newer: M): M;
  /** Zeros, size x size: the state of a ConvGRU cell before its first step. */
  zeros(size: number, channels: number): M;
  /** A sum of maps with one channel before its first term, in fp32. */
  emptySum(size: number): M;
  /** A history of vectors with places for `count` of `length` numbers; a later one takes the oldest one's place. */
  emptyHistory(count: number, length: number): M;
  /** The history with joined vectors appended, once in the frame that has the vectors. Do not read the old one afterwards. */
  append(history: M, vectors: readonly M[]): M;
  /** The map that is computed. Those made on the way are let go, so nothing else may read them. */
  tidy(compute: () => M): M;
  /** Shows a map under this name; costs nothing unless a window's taps watch it. */
  tap(name: string, map: M): void;
  /** Ends a stage: waiting tasks get a turn, where a stage keeps the thread busy. */
  stage(): Promise<void>;
}
