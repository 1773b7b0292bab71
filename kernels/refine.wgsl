// import prelude.wgsl
// Depth refinement (paper eq. 4), averaged over a window's steps:
//
//   mean <- mean + ((1 - alpha) D_single + alpha D_multi - mean) / steps
//
// D_single: coarse depth of the older frame; D_multi: state of the second ConvGRU cell. The depth is the first channel of
// each. The mean is row-major, always f32, and zero before the first step.
// Threads. x: a pixel.

struct Uniforms {
  width: u32,
  pixels: u32,
  pitch: u32,
  single: u32,
  multi: u32,
  mean: u32,
  alpha: f32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.pixels) { return; }
  let at = (id.x / uniforms.width + HALO) * uniforms.pitch + id.x % uniforms.width + HALO;
  let single = f32(maps[uniforms.single + at].x);
  let multi = f32(maps[uniforms.multi + at].x);
  let refined = (1.0 - uniforms.alpha) * single + uniforms.alpha * multi;
  let mean = select(floats[uniforms.mean + id.x], 0.0, replay.steps == 1u);
  floats[uniforms.mean + id.x] = mean + (refined - mean) / f32(replay.steps);
}
