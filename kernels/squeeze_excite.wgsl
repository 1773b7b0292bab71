// import prelude.wgsl
// Squeeze and excitation (Hu et al., CVPR 2018), added to a residual in place:
//
//   r <- r + x . s,  s = sigmoid(W2 ReLU(W1 mean(x) + b1) + b2), a factor for each channel
//
// Layout. W1 [hidden/4][C/4], W2 [C/4][hidden/4]; biases [hidden/4] and [C/4].
// Threads. One workgroup: a thread for each plane computes its mean, its part of the hidden layer and its factor, then all threads
// share the pixels. Maps are so small that a second dispatch would take longer.

struct Uniforms {
  width: u32,
  pixels: u32,
  pitch: u32,
  plane: u32,
  /** Planes of the map and of the hidden layer, at most WORKGROUP. */
  planes: u32,
  hidden_planes: u32,
  input: u32,
  residual: u32,
  squeeze: u32,
  squeeze_bias: u32,
  excite: u32,
  excite_bias: u32,
}

var<workgroup> means: array<vec4f, WORKGROUP>;
var<workgroup> hidden: array<vec4f, WORKGROUP>;
var<workgroup> factors: array<vec4f, WORKGROUP>;

fn place_in_plane(pixel: u32) -> u32 {
  return (pixel / uniforms.width + HALO) * uniforms.pitch + pixel % uniforms.width + HALO;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) thread: u32) {
  if (thread < uniforms.planes) {
    var sum = vec4f();
    for (var pixel = 0u; pixel < uniforms.pixels; pixel++) {
      sum += vec4f(maps[uniforms.input + thread * uniforms.plane + place_in_plane(pixel)]);
    }
    means[thread] = sum / f32(uniforms.pixels);
  }
  workgroupBarrier();
  if (thread < uniforms.hidden_planes) {
    var sum = constants[uniforms.squeeze_bias + thread];
    for (var plane = 0u; plane < uniforms.planes; plane++) {
      sum += mat4x4f(weights[uniforms.squeeze + thread * uniforms.planes + plane]) * means[plane];
    }
    hidden[thread] = max(sum, vec4f());
  }
  workgroupBarrier();
  if (thread < uniforms.planes) {
    var sum = constants[uniforms.excite_bias + thread];
    for (var plane = 0u; plane < uniforms.hidden_planes; plane++) {
      sum += mat4x4f(weights[uniforms.excite + thread * uniforms.hidden_planes + plane]) * hidden[plane];
    }
    factors[thread] = 1.0 / (1.0 + exp(-clamp(sum, vec4f(-80.0), vec4f(80.0))));
  }
  workgroupBarrier();
  for (var plane = 0u; plane < uniforms.planes; plane++) {
    for (var pixel = thread; pixel < uniforms.pixels; pixel += WORKGROUP) {
      let at = plane * uniforms.plane + place_in_plane(pixel);
      let sum = vec4f(maps[uniforms.residual + at]) + vec4f(maps[uniforms.input + at]) * factors[plane];
      maps[uniforms.residual + at] = vec4<scalar>(sum);
    }
  }
}
