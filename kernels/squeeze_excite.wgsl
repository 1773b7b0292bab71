// import prelude.wgsl
// Squeeze and excitation (Hu et al., CVPR 2018), added to a residual in place:
//
//   r <- r + x . s,  s = sigmoid(W2 ReLU(W1 mean(x) + b1) + b2), a factor for each channel
//
// Layout. W1 [hidden/4][C/4], W2 [C/4][hidden/4]; biases [hidden/4] and [C/4].
// Threads. One workgroup: a thread for each plane makes its mean, its part of the hidden layer and its factor, then all of them
// share the pixels. Maps are so small that a second dispatch would take longer.

struct Sizes {
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
  return (pixel / sizes.width + HALO) * sizes.pitch + pixel % sizes.width + HALO;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) thread: u32) {
  if (thread < sizes.planes) {
    var sum = vec4f();
    for (var pixel = 0u; pixel < sizes.pixels; pixel++) {
      sum += vec4f(maps[sizes.input + thread * sizes.plane + place_in_plane(pixel)]);
    }
    means[thread] = sum / f32(sizes.pixels);
  }
  workgroupBarrier();
  if (thread < sizes.hidden_planes) {
    var sum = constants[sizes.squeeze_bias + thread];
    for (var plane = 0u; plane < sizes.planes; plane++) {
      sum += mat4x4f(weights[sizes.squeeze + thread * sizes.planes + plane]) * means[plane];
    }
    hidden[thread] = max(sum, vec4f());
  }
  workgroupBarrier();
  if (thread < sizes.planes) {
    var sum = constants[sizes.excite_bias + thread];
    for (var plane = 0u; plane < sizes.hidden_planes; plane++) {
      sum += mat4x4f(weights[sizes.excite + thread * sizes.hidden_planes + plane]) * hidden[plane];
    }
    factors[thread] = 1.0 / (1.0 + exp(-clamp(sum, vec4f(-80.0), vec4f(80.0))));
  }
  workgroupBarrier();
  for (var plane = 0u; plane < sizes.planes; plane++) {
    for (var pixel = thread; pixel < sizes.pixels; pixel += WORKGROUP) {
      let at = plane * sizes.plane + place_in_plane(pixel);
      let sum = vec4f(maps[sizes.residual + at]) + vec4f(maps[sizes.input + at]) * factors[plane];
      maps[sizes.residual + at] = vec4<scalar>(sum);
    }
  }
}
