// import prelude.wgsl
// Weighted sums of a map's channels (a depthwise convolution with a kernel as large as the map), as a vector:
//
//   v_c = sum over pixels of w_c x_c, plus b_c
//
// Layout. In `constants`: w [C/4][pixels], then b [C/4].
// Threads. x: a plane.

struct Uniforms {
  width: u32,
  pixels: u32,
  pitch: u32,
  plane: u32,
  planes: u32,
  input: u32,
  weights: u32,
  output: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.planes) { return; }
  let first = uniforms.input + id.x * uniforms.plane + HALO * uniforms.pitch + HALO;
  var sum = constants[uniforms.weights + uniforms.planes * uniforms.pixels + id.x];
  for (var pixel = 0u; pixel < uniforms.pixels; pixel++) {
    let x = vec4f(maps[first + (pixel / uniforms.width) * uniforms.pitch + pixel % uniforms.width]);
    sum += constants[uniforms.weights + id.x * uniforms.pixels + pixel] * x;
  }
  // Vectors are padded to a multiple of four.
  for (var lane = 0u; lane < 4u; lane++) { floats[uniforms.output + 4u * id.x + lane] = sum[lane]; }
}
