// import prelude.wgsl
// Squeeze and excitation (Hu et al., CVPR 2018), added to a residual in place:
//
//   r <- r + x . s,  s = sigmoid(W2 ReLU(W1 mean(x) + b1) + b2), a factor for each channel
//
// Layout. In `constants`, as for dense.wgsl: W1 [C][hidden/4], then b1 [hidden/4]; W2 [hidden][C/4], then b2 [C/4].
// Threads. One workgroup: a thread for each plane computes its mean, its part of the hidden layer and its factor, then all threads
// share the pixels. Maps are so small that a second dispatch would take longer.

struct Uniforms {
  /** Its planes are at most WORKGROUP, and so are those of the hidden layer. */
  input: Map,
  residual: Map,
  channels: u32,
  hidden: u32,
  squeeze: u32,
  excite: u32,
}

var<workgroup> means: array<vec4f, WORKGROUP>;
var<workgroup> hidden: array<vec4f, WORKGROUP>;
var<workgroup> factors: array<vec4f, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) thread: u32) {
  let x = uniforms.input;
  let pixels = x.width * x.height;
  let hidden_planes = (uniforms.hidden + 3u) / 4u;
  if (thread < x.planes) {
    var sum = vec4f();
    for (var pixel = 0u; pixel < pixels; pixel++) {
      sum += vec4f(maps[pixel_place(x, thread, pixel % x.width, pixel / x.width)]);
    }
    means[thread] = sum / f32(pixels);
  }
  workgroupBarrier();
  if (thread < hidden_planes) {
    var sum = constants[uniforms.squeeze + uniforms.channels * hidden_planes + thread];
    for (var channel = 0u; channel < uniforms.channels; channel++) {
      sum += means[channel / 4u][channel % 4u] * constants[uniforms.squeeze + channel * hidden_planes + thread];
    }
    hidden[thread] = max(sum, vec4f());
  }
  workgroupBarrier();
  if (thread < x.planes) {
    var sum = constants[uniforms.excite + uniforms.hidden * x.planes + thread];
    for (var unit = 0u; unit < uniforms.hidden; unit++) {
      sum += hidden[unit / 4u][unit % 4u] * constants[uniforms.excite + unit * x.planes + thread];
    }
    factors[thread] = sigmoid(sum);
  }
  workgroupBarrier();
  for (var plane = 0u; plane < x.planes; plane++) {
    for (var pixel = thread; pixel < pixels; pixel += WORKGROUP) {
      let value = vec4f(maps[pixel_place(x, plane, pixel % x.width, pixel / x.width)]);
      let at = pixel_place(uniforms.residual, plane, pixel % x.width, pixel / x.width);
      maps[at] = vec4<scalar>(vec4f(maps[at]) + value * factors[plane]);
    }
  }
}
