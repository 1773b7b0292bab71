// import prelude.wgsl
// Weighted sums of a map's channels (a depthwise convolution with a kernel as large as the map), as a vector:
//
//   v_c = sum over pixels of w_c x_c, plus b_c
//
// Layout. In `constants`: w [C/4][pixels], then b [C/4].
// Threads. x: a plane.

struct Sizes {
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
  if (id.x >= sizes.planes) { return; }
  let first = sizes.input + id.x * sizes.plane + HALO * sizes.pitch + HALO;
  var sum = constants[sizes.weights + sizes.planes * sizes.pixels + id.x];
  for (var pixel = 0u; pixel < sizes.pixels; pixel++) {
    let x = vec4f(maps[first + (pixel / sizes.width) * sizes.pitch + pixel % sizes.width]);
    sum += constants[sizes.weights + id.x * sizes.pixels + pixel] * x;
  }
  // Vectors have room for whole fours.
  for (var lane = 0u; lane < 4u; lane++) { floats[sizes.output + 4u * id.x + lane] = sum[lane]; }
}
