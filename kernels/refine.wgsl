// import prelude.wgsl
// Depth refinement (paper eq. 4), averaged over a window's steps:
//
//   mean <- mean + ((1 - alpha) D_single + alpha D_multi - mean) / steps
//
// D_single: coarse depth of the older frame; D_multi: state of the second ConvGRU cell. The depth is the first channel of
// each. The mean is row-major, always f32, and zero before the first step.
// Threads. x: a pixel.

struct Uniforms {
  single: Map,
  multi: Map,
  mean: u32,
  alpha: f32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let width = uniforms.single.width;
  if (id.x >= width * uniforms.single.height) { return; }
  let single = f32(maps[pixel_place(uniforms.single, 0u, id.x % width, id.x / width)].x);
  let multi = f32(maps[pixel_place(uniforms.multi, 0u, id.x % width, id.x / width)].x);
  let refined = (1.0 - uniforms.alpha) * single + uniforms.alpha * multi;
  let mean = select(floats[uniforms.mean + id.x], 0.0, replay.steps == 1u);
  floats[uniforms.mean + id.x] = mean + (refined - mean) / f32(replay.steps);
}
