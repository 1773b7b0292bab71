// import prelude.wgsl
// Weighted sums of a map's channels (a depthwise convolution with a kernel as large as the map), as a vector:
//
//   v_c = sum over pixels of w_c x_c, plus b_c
//
// Layout. In `constants`: w [pixels][C/4], then b [C/4].
// Threads. x: a plane.

struct Uniforms {
  input: Map,
  weights: u32,
  output: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = uniforms.input;
  if (id.x >= x.planes) { return; }
  let pixels = x.width * x.height;
  var sum = constants[uniforms.weights + pixels * x.planes + id.x];
  for (var pixel = 0u; pixel < pixels; pixel++) {
    let value = vec4f(maps[pixel_place(x, id.x, pixel % x.width, pixel / x.width)]);
    sum += constants[uniforms.weights + pixel * x.planes + id.x] * value;
  }
  // Vectors are padded to a multiple of four.
  for (var lane = 0u; lane < 4u; lane++) { floats[uniforms.output + 4u * id.x + lane] = sum[lane]; }
}
