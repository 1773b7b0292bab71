// import prelude.wgsl
// Depth refinement (paper eq. 4), summed over a window's steps:
//
//   sum <- sum + (1 - alpha) D_single + alpha D_multi
//
// D_single: coarse depth of the older frame; D_multi: state of the second ConvGRU cell. The depth is the first channel of
// each. `sum` is row-major and always f32, because it is the only value that grows.
// Threads. x: a pixel.

struct Uniforms {
  width: u32,
  pixels: u32,
  pitch: u32,
  single: u32,
  multi: u32,
  sum: u32,
  alpha: f32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.pixels) { return; }
  let at = (id.x / uniforms.width + HALO) * uniforms.pitch + id.x % uniforms.width + HALO;
  let single = f32(maps[uniforms.single + at].x);
  let multi = f32(maps[uniforms.multi + at].x);
  floats[uniforms.sum + id.x] += (1.0 - uniforms.alpha) * single + uniforms.alpha * multi;
}
