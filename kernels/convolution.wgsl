// Convolutions with few multiply-adds (the 1x1 that compress features, the 3x3 that closes the depth map) and those of
// the appearance branch, which runs once a window:
//
//   y = clamp(conv(x) + b, least, most) at every STEP-th pixel of x; KERNEL odd and at most 5
//
// or, with `add`, the same with what y held before in the sum: so is a residual added, in place. Zero padding is
// TensorFlow's 'same': half of the zeros before x, and where their number is odd the one more after it. Sizes and what
// comes after the sum are in a uniform, so that layers of all sizes share a pipeline.
//
// Layout. Maps as in spatial_gradient.wgsl.
//   weights [outputs/4][inputs/4][KERNEL * KERNEL taps] of matrices; bias [outputs/4]
// Threads. x: four pixels of a row, so that a matrix is loaded once for all of them; y: a plane of the output. Together
// these layers are under 1 % of a further frame's multiply-adds: more pixels a thread would leave a GPU without threads.

alias scalar = f32;

override KERNEL: u32 = 3u;
override STEP: u32 = 1u;
override WORKGROUP: u32 = 64u;

const HALO = 2u;

/** Of the map that is written, where nothing else is said. */
struct Sizes {
  width: u32,
  /** Threads of a row, and all of them. */
  fours: u32,
  threads: u32,
  /** From one row to the next, and from one plane to the next, in pixels. */
  stride: u32,
  plane: u32,
  /** The same of the map that is read. */
  source_stride: u32,
  source_plane: u32,
  /** Zeros before the map that is read. */
  before_x: u32,
  before_y: u32,
  /** Planes read, and those of the map that come before them. */
  inputs: u32,
  input_first: u32,
  /** 1: what the output held is added. */
  add: u32,
  least: f32,
  most: f32,
}

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<scalar>>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

fn write(pixel: u32, y: vec4f) {
  var sum = y;
  if (sizes.add == 1u) { sum += vec4f(output[pixel]); }
  output[pixel] = vec4<scalar>(clamp(sum, vec4f(sizes.least), vec4f(sizes.most)));
}

@compute @workgroup_size(WORKGROUP)
fn convolve(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.threads) { return; }
  let x = 4u * (id.x % sizes.fours);
  let y = id.x / sizes.fours;
  let first_row = sizes.input_first * sizes.source_plane + (STEP * y + HALO - sizes.before_y) * sizes.source_stride;
  let corner = first_row + STEP * x + HALO - sizes.before_x;
  var y0 = bias[id.y];
  var y1 = y0;
  var y2 = y0;
  var y3 = y0;
  var tap = id.y * sizes.inputs * KERNEL * KERNEL;
  for (var plane = 0u; plane < sizes.inputs; plane++) {
    for (var row = 0u; row < KERNEL; row++) {
      for (var column = 0u; column < KERNEL; column++) {
        let at = corner + plane * sizes.source_plane + row * sizes.source_stride + column;
        let w = mat4x4f(weights[tap]);
        y0 += w * vec4f(input[at]);
        y1 += w * vec4f(input[at + STEP]);
        y2 += w * vec4f(input[at + 2u * STEP]);
        y3 += w * vec4f(input[at + 3u * STEP]);
        tap++;
      }
    }
  }
  let start = id.y * sizes.plane + (y + HALO) * sizes.stride + x + HALO;
  write(start, y0);
  // Pixels beyond the map are halo and stay zero.
  if (x + 1u < sizes.width) { write(start + 1u, y1); }
  if (x + 2u < sizes.width) { write(start + 2u, y2); }
  if (x + 3u < sizes.width) { write(start + 3u, y3); }
}
