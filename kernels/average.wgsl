// import prelude.wgsl
// Mean refined depth of a window:
//
//   D = sum / steps
//
// Threads. x: a pixel.

struct Uniforms {
  pixels: u32,
  sum: u32,
  output: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.pixels) { return; }
  floats[uniforms.output + id.x] = floats[uniforms.sum + id.x] / f32(replay.steps);
}
