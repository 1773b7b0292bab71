// Convolution with few multiply-adds (the 1x1 that compress features, the 3x3 that closes the depth map):
//
//   y = ReLU(conv(x) + b), zero padding, KERNEL odd and at most 5
//
// Layout. Maps as in spatial_gradient.wgsl.
//   weights [outputs/4][inputs/4][KERNEL * KERNEL taps] of matrices; bias [outputs/4]
// Threads. x: four pixels of a row, so that a matrix is loaded once for all of them; y: a plane of the output. Together
// these layers are under 1 % of a frame's multiply-adds: more pixels a thread would leave a GPU without threads.

alias scalar = f32;

override WIDTH: u32;
override HEIGHT: u32;
override INPUTS: u32;
/** Planes of the input map that come before the ones read. */
override INPUT_FIRST: u32 = 0u;
override KERNEL: u32 = 3u;
override WORKGROUP: u32 = 64u;

const HALO = 2u;
override FOURS: u32 = (WIDTH + 3u) / 4u;
override STRIDE: u32 = 4u * FOURS + 2u * HALO;
override PLANE: u32 = STRIDE * (4u * ((HEIGHT + 3u) / 4u) + 2u * HALO);

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<scalar>>;

@compute @workgroup_size(WORKGROUP)
fn convolve(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= FOURS * HEIGHT) { return; }
  let x = 4u * (id.x % FOURS);
  let pixel = (id.x / FOURS + HALO) * STRIDE + x + HALO;
  let corner = INPUT_FIRST * PLANE + pixel - (KERNEL / 2u) * (STRIDE + 1u);
  var y0 = bias[id.y];
  var y1 = y0;
  var y2 = y0;
  var y3 = y0;
  var tap = id.y * INPUTS * KERNEL * KERNEL;
  for (var plane = 0u; plane < INPUTS; plane++) {
    for (var row = 0u; row < KERNEL; row++) {
      for (var column = 0u; column < KERNEL; column++) {
        let at = corner + plane * PLANE + row * STRIDE + column;
        let w = mat4x4f(weights[tap]);
        y0 += w * vec4f(input[at]);
        y1 += w * vec4f(input[at + 1u]);
        y2 += w * vec4f(input[at + 2u]);
        y3 += w * vec4f(input[at + 3u]);
        tap++;
      }
    }
  }
  let start = id.y * PLANE + pixel;
  output[start] = vec4<scalar>(max(y0, vec4f()));
  // Pixels beyond the map are halo and stay zero.
  if (x + 1u < WIDTH) { output[start + 1u] = vec4<scalar>(max(y1, vec4f())); }
  if (x + 2u < WIDTH) { output[start + 2u] = vec4<scalar>(max(y2, vec4f())); }
  if (x + 3u < WIDTH) { output[start + 3u] = vec4<scalar>(max(y3, vec4f())); }
}
