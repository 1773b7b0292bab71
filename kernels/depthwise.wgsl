// import prelude.wgsl
// Depthwise convolution, the middle layer of a bottleneck (Sandler et al., CVPR 2018):
//
//   y_c = activated(conv3x3(x_c) + b_c) at every `stride`-th pixel of x
//
// Padding is that of convolution.wgsl.
//
// Layout. weights [C/4][3 rows] of matrices whose first three columns are the row's taps; in `constants`
// bias [C/4], slope [C/4]
// Threads. x: a pixel of the output; y: a plane, so that weights are uniform in a workgroup. A thread computes a single pixel:
// with one multiply-add a load, memory is the limit however the work is divided, and neighbours share loads in the cache.

/** As in convolution.wgsl. */
struct Uniforms {
  width: u32,
  pixels: u32,
  pitch: u32,
  plane: u32,
  source_pitch: u32,
  source_plane: u32,
  before_x: u32,
  before_y: u32,
  stride: u32,
  input: u32,
  output: u32,
  weights: u32,
  bias: u32,
  slope: u32,
  most: f32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.pixels) { return; }
  let x = id.x % uniforms.width;
  let y = id.x / uniforms.width;
  let first_row = id.y * uniforms.source_plane + (uniforms.stride * y + HALO - uniforms.before_y) * uniforms.source_pitch;
  let corner = uniforms.input + first_row + uniforms.stride * x + HALO - uniforms.before_x;
  var sum = constants[uniforms.bias + id.y];
  for (var row = 0u; row < 3u; row++) {
    let at = corner + row * uniforms.source_pitch;
    let taps = mat4x4f(weights[uniforms.weights + 3u * id.y + row]);
    sum += taps[0] * vec4f(maps[at]) + taps[1] * vec4f(maps[at + 1u]) + taps[2] * vec4f(maps[at + 2u]);
  }
  let at = uniforms.output + id.y * uniforms.plane + (y + HALO) * uniforms.pitch + x + HALO;
  maps[at] = vec4<scalar>(activated(sum, constants[uniforms.slope + id.y], uniforms.most));
}
