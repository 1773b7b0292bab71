// import prelude.wgsl
// A map of one channel as a vector, row-major.
//
// Threads. x: a pixel.

struct Uniforms {
  input: Map,
  output: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let width = uniforms.input.width;
  if (id.x >= width * uniforms.input.height) { return; }
  floats[uniforms.output + id.x] = f32(maps[pixel_place(uniforms.input, 0u, id.x % width, id.x / width)].x);
}
