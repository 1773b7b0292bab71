// Mean and maximum over the appearance branch's last map: v = [mean_c, ..., max_c, ...], `channels` of each.
//
// Layout. Map as in spatial_gradient.wgsl; `result` f32, written from `first` on: both crops' pools fill one vector.
// Threads. One for each plane walks over its pixels, 64 of them in the shipped network, twice a window: threads that shared
// a plane would save a GPU microseconds, and their barriers take longer to compile than all the rest.

alias scalar = f32;

override WORKGROUP: u32 = 64u;

const HALO = 2u;

struct Sizes {
  width: u32,
  pixels: u32,
  /** From one row to the next, and from one plane to the next, in pixels. */
  stride: u32,
  plane: u32,
  channels: u32,
  /** Values of the result that come before the ones written. */
  first: u32,
}

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(WORKGROUP)
fn pool(@builtin(global_invocation_id) id: vec3u) {
  let channel = 4u * id.x;
  if (channel >= sizes.channels) { return; }
  let first = id.x * sizes.plane + HALO * sizes.stride + HALO;
  var sum = vec4f();
  // Values may all be below zero.
  var maximum = vec4f(input[first]);
  for (var pixel = 0u; pixel < sizes.pixels; pixel++) {
    let value = vec4f(input[first + (pixel / sizes.width) * sizes.stride + pixel % sizes.width]);
    sum += value;
    maximum = max(maximum, value);
  }
  let mean = sum / f32(sizes.pixels);
  // The last plane may have lanes without a channel.
  let lanes = min(4u, sizes.channels - channel);
  for (var lane = 0u; lane < lanes; lane++) {
    result[sizes.first + channel + lane] = mean[lane];
    result[sizes.first + sizes.channels + channel + lane] = maximum[lane];
  }
}
