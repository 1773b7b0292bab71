// Depth refinement (paper eq. 4), added up over a window's steps:
//
//   sum <- sum + (1 - ALPHA) D_single + ALPHA D_multi
//
// D_single: coarse depth of the older frame; D_multi: state of the second ConvGRU cell.
// Layout. Each one plane as in spatial_gradient.wgsl, the depth in its first channel; `sum` in f32 always, since it is
// the only value that grows. Threads. x: a vec4 of the plane, halo and all (zeros stay zeros).

alias scalar = f32;

override ALPHA: f32;
override WORKGROUP: u32 = 64u;

@group(0) @binding(0) var<storage, read> single: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> multi: array<vec4<scalar>>;
@group(0) @binding(2) var<storage, read_write> sum: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn refine(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&sum)) { return; }
  sum[id.x] += (1.0 - ALPHA) * f32(single[id.x].x) + ALPHA * f32(multi[id.x].x);
}
