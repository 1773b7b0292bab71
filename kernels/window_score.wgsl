// Classifier and window score (paper eq. 11), once a window:
//
//   D = sum / steps;  logit = w . [ReLU(D W + b), appearance] + b';  score = BETA sigmoid(logit) + (1 - BETA) mean(D)
//
// where the mean is over D clamped to [0, 1] inside the ellipse that an aligned face fills.
//
// Layout. `sum`: one value a pixel in a plane as in spatial_gradient.wgsl, without vec4.
//   parameters of f32: W [SIZE * SIZE][HIDDEN], b [HIDDEN], w [HIDDEN + APPEARANCE], b' [1]
//   result of f32: D [SIZE * SIZE], logit, score: all that is ever read back
// Threads. One workgroup of 64: each thread takes hidden units and pixels in strides, then they halve.

override SIZE: u32;
override HIDDEN: u32;
override APPEARANCE: u32;
override BETA: f32;

const HALO = 2u;
const THREADS = 64u;
const SEMI_AXIS_X = 0.33;
const SEMI_AXIS_Y = 0.38;
override STRIDE: u32 = 4u * ((SIZE + 3u) / 4u) + 2u * HALO;

@group(0) @binding(0) var<storage, read> sum: array<f32>;
@group(0) @binding(1) var<uniform> steps: f32;
@group(0) @binding(2) var<storage, read> appearance: array<f32>;
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

/** Parts of the logit, of the masked depth and of the mask's area. */
var<workgroup> parts: array<vec3f, THREADS>;

fn depth(pixel: u32) -> f32 {
  return sum[(pixel / SIZE + HALO) * STRIDE + pixel % SIZE + HALO] / steps;
}

fn on_face(pixel: u32) -> bool {
  let centre = (vec2f(vec2u(pixel % SIZE, pixel / SIZE)) + 0.5) / f32(SIZE) - 0.5;
  let scaled = centre / vec2f(SEMI_AXIS_X, SEMI_AXIS_Y);
  return dot(scaled, scaled) <= 1.0;
}

@compute @workgroup_size(THREADS)
fn score(@builtin(local_invocation_index) thread: u32) {
  let pixels = SIZE * SIZE;
  let join = pixels * HIDDEN + HIDDEN;
  var part = vec3f();
  for (var unit = thread; unit < HIDDEN; unit += THREADS) {
    var hidden = parameters[pixels * HIDDEN + unit];
    for (var pixel = 0u; pixel < pixels; pixel++) {
      hidden += depth(pixel) * parameters[pixel * HIDDEN + unit];
    }
    part.x += max(hidden, 0.0) * parameters[join + unit];
  }
  for (var index = thread; index < APPEARANCE; index += THREADS) {
    part.x += appearance[index] * parameters[join + HIDDEN + index];
  }
  for (var pixel = thread; pixel < pixels; pixel += THREADS) {
    let value = depth(pixel);
    result[pixel] = value;
    if (on_face(pixel)) { part += vec3f(0.0, clamp(value, 0.0, 1.0), 1.0); }
  }
  parts[thread] = part;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { parts[thread] += parts[thread + half]; }
  }
  if (thread == 0u) {
    let logit = parts[0].x + parameters[join + HIDDEN + APPEARANCE];
    result[pixels] = logit;
    result[pixels + 1u] = BETA / (1.0 + exp(-clamp(logit, -80.0, 80.0))) + (1.0 - BETA) * parts[0].y / parts[0].z;
  }
}
