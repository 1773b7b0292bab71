// Depthwise convolution, the middle of a bottleneck (Sandler et al., CVPR 2018): each channel is filtered by itself.
//
//   y_c = clamp(conv3x3(x_c) + b_c, 0, 6) at every `step`-th pixel of x
//
// Zero padding is that of convolution.wgsl, and sizes come in a uniform as there: one pipeline serves all bottlenecks.
//
// Layout. Maps as in spatial_gradient.wgsl.
//   weights [C/4][9 taps] of vec4; bias [C/4]
// Threads. x: a pixel of the output; y: a plane, so that weights are uniform in a workgroup. With a multiply-add a load
// it waits for memory whatever a thread does, and neighbours share their loads in the cache.

alias scalar = f32;

override WORKGROUP: u32 = 64u;

const HALO = 2u;
const KERNEL = 3u;

/** Of the map that is written, where nothing else is said. */
struct Sizes {
  width: u32,
  pixels: u32,
  /** From one row to the next, and from one plane to the next, in pixels. */
  stride: u32,
  plane: u32,
  /** The same of the map that is read. */
  source_stride: u32,
  source_plane: u32,
  /** Zeros before the map that is read. */
  before_x: u32,
  before_y: u32,
  step: u32,
}

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<scalar>>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

@compute @workgroup_size(WORKGROUP)
fn filter_planes(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.pixels) { return; }
  let x = id.x % sizes.width;
  let y = id.x / sizes.width;
  let first_row = id.y * sizes.source_plane + (sizes.step * y + HALO - sizes.before_y) * sizes.source_stride;
  let corner = first_row + sizes.step * x + HALO - sizes.before_x;
  var sum = bias[id.y];
  for (var tap = 0u; tap < KERNEL * KERNEL; tap++) {
    let at = corner + (tap / KERNEL) * sizes.source_stride + tap % KERNEL;
    sum += vec4f(weights[id.y * KERNEL * KERNEL + tap]) * vec4f(input[at]);
  }
  let at = id.y * sizes.plane + (y + HALO) * sizes.stride + x + HALO;
  output[at] = vec4<scalar>(clamp(sum, vec4f(), vec4f(6.0)));
}
