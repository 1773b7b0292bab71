// import prelude.wgsl
// Depthwise convolution, the middle layer of a bottleneck (Sandler et al., CVPR 2018):
//
//   y_c = activated(conv3x3(x_c) + b_c) at every `stride`-th pixel of x
//
// Padding is that of convolution.wgsl.
//
// Layout. In `constants`: weights [9 taps][C/4], bias [C/4], slope [C/4]
// Threads. x: a pixel of the output; y: a plane, so that weights are uniform in a workgroup. A thread computes a single pixel:
// with one multiply-add a load, memory is the limit however the work is divided, and neighbours share loads in the cache.

struct Uniforms {
  input: Map,
  output: Map,
  before: vec2u,
  stride: u32,
  weights: u32,
  most: f32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let width = uniforms.output.width;
  if (id.x >= width * uniforms.output.height) { return; }
  let at = vec2u(id.x % width, id.x / width);
  let first = uniforms.stride * at - uniforms.before;
  let planes = uniforms.output.planes;
  var x = pixel_place(uniforms.input, id.y, first.x, first.y);
  var tap = uniforms.weights + id.y;
  var sum = constants[tap + 9u * planes];
  for (var row = 0u; row < 3u; row++) {
    sum += constants[tap] * vec4f(maps[x]) + constants[tap + planes] * vec4f(maps[x + 1u])
           + constants[tap + 2u * planes] * vec4f(maps[x + 2u]);
    x += uniforms.input.pitch;
    tap += 3u * planes;
  }
  // The slopes follow the biases.
  let y = activated(sum, constants[tap + planes], uniforms.most);
  maps[pixel_place(uniforms.output, id.y, at.x, at.y)] = vec4<scalar>(y);
}
