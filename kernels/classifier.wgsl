// Classifier, once a window: what depth and appearance say, to which the rigidity branch adds its part on the CPU.
//
//   D = sum / steps;  logit = w . [ReLU(D W + b), appearance] + b'
//
// Layout. `sum`: one value a pixel in a plane as in spatial_gradient.wgsl, without vec4.
//   parameters of f32: W [SIZE * SIZE][HIDDEN], b [HIDDEN], w [HIDDEN + APPEARANCE], b' [1]
//   result of f32: D [SIZE * SIZE], logit
// Threads. One workgroup of 64: each thread takes hidden units and pixels in strides, then they halve.

override SIZE: u32;
override HIDDEN: u32;
override APPEARANCE: u32;

const HALO = 2u;
const THREADS = 64u;
override STRIDE: u32 = 4u * ((SIZE + 3u) / 4u) + 2u * HALO;

@group(0) @binding(0) var<storage, read> sum: array<f32>;
@group(0) @binding(1) var<uniform> steps: f32;
@group(0) @binding(2) var<storage, read> appearance: array<f32>;
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

/** Of the logit. */
var<workgroup> parts: array<f32, THREADS>;

fn depth(pixel: u32) -> f32 {
  return sum[(pixel / SIZE + HALO) * STRIDE + pixel % SIZE + HALO] / steps;
}

@compute @workgroup_size(THREADS)
fn classify(@builtin(local_invocation_index) thread: u32) {
  let pixels = SIZE * SIZE;
  let join = pixels * HIDDEN + HIDDEN;
  var part = 0.0;
  for (var unit = thread; unit < HIDDEN; unit += THREADS) {
    var hidden = parameters[pixels * HIDDEN + unit];
    for (var pixel = 0u; pixel < pixels; pixel++) {
      hidden += depth(pixel) * parameters[pixel * HIDDEN + unit];
    }
    part += max(hidden, 0.0) * parameters[join + unit];
  }
  for (var index = thread; index < APPEARANCE; index += THREADS) {
    part += appearance[index] * parameters[join + HIDDEN + index];
  }
  for (var pixel = thread; pixel < pixels; pixel += THREADS) {
    result[pixel] = depth(pixel);
  }
  parts[thread] = part;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { parts[thread] += parts[thread + half]; }
  }
  if (thread == 0u) { result[pixels] = parts[0] + parameters[join + HIDDEN + APPEARANCE]; }
}
