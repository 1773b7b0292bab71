// import prelude.wgsl
// Mean and maximum of each channel of a map: v = [mean_c, ..., max_c, ...], `channels` of each.
//
// Threads. x: a plane. A thread loops over all its pixels (64 in the shipped network, twice a window). Sharing a plane between
// threads would save microseconds, and compiling its barriers would take longer than all the rest.

struct Uniforms {
  input: Map,
  channels: u32,
  output: u32,
  /** Numbers of the output that belong to the maps before. */
  before: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = 4u * id.x;
  if (channel >= uniforms.channels) { return; }
  let x = uniforms.input;
  let pixels = x.width * x.height;
  var sum = vec4f();
  // Values may all be below zero.
  var maximum = vec4f(maps[pixel_place(x, id.x, 0u, 0u)]);
  for (var pixel = 0u; pixel < pixels; pixel++) {
    let value = vec4f(maps[pixel_place(x, id.x, pixel % x.width, pixel / x.width)]);
    sum += value;
    maximum = max(maximum, value);
  }
  let mean = sum / f32(pixels);
  // The last plane may have lanes without a channel.
  let lanes = min(4u, uniforms.channels - channel);
  let start = uniforms.output + uniforms.before + channel;
  for (var lane = 0u; lane < lanes; lane++) {
    floats[start + lane] = mean[lane];
    floats[start + uniforms.channels + lane] = maximum[lane];
  }
}
