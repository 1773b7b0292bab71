// Convolution with few multiply-adds (the 1x1 that compress features, the 3x3 that closes the depth map):
//
//   y = ReLU(conv(x) + b), zero padding, KERNEL odd and at most 5
//
// Layout. Maps as in spatial_gradient.wgsl.
//   weights [outputs/4][inputs/4][KERNEL * KERNEL taps] of matrices; bias [outputs/4]
// Threads. x: a pixel; y: a plane of the output. Together these layers are under 1 % of a frame's multiply-adds, so
// many short threads are worth more here than few loads.

alias scalar = f32;

override WIDTH: u32;
override HEIGHT: u32;
override INPUTS: u32;
/** Planes of the input map that come before the ones read. */
override INPUT_FIRST: u32 = 0u;
override KERNEL: u32 = 3u;
override WORKGROUP: u32 = 64u;

const HALO = 2u;
override STRIDE: u32 = 4u * ((WIDTH + 3u) / 4u) + 2u * HALO;
override PLANE: u32 = STRIDE * (2u * ((HEIGHT + 1u) / 2u) + 2u * HALO);

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<scalar>>;

@compute @workgroup_size(WORKGROUP)
fn convolve(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= WIDTH * HEIGHT) { return; }
  let pixel = (id.x / WIDTH + HALO) * STRIDE + id.x % WIDTH + HALO;
  let corner = pixel - (KERNEL / 2u) * (STRIDE + 1u);
  var sum = bias[id.y];
  var tap = id.y * INPUTS * KERNEL * KERNEL;
  for (var plane = 0u; plane < INPUTS; plane++) {
    for (var row = 0u; row < KERNEL; row++) {
      for (var column = 0u; column < KERNEL; column++) {
        sum += mat4x4f(weights[tap]) * vec4f(input[(INPUT_FIRST + plane) * PLANE + corner + row * STRIDE + column]);
        tap++;
      }
    }
  }
  output[id.y * PLANE + pixel] = vec4<scalar>(max(sum, vec4f()));
}
