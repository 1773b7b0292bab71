// import prelude.wgsl
// Mean and maximum of each channel of a map: v = [mean_c, ..., max_c, ...], `channels` of each.
//
// Threads. x: a plane. A thread loops over all its pixels (64 in the shipped network, twice a window). Sharing a plane between
// threads would save microseconds, and compiling its barriers would take longer than all the rest.

struct Uniforms {
  width: u32,
  pixels: u32,
  pitch: u32,
  plane: u32,
  channels: u32,
  input: u32,
  output: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = 4u * id.x;
  if (channel >= uniforms.channels) { return; }
  let first = uniforms.input + id.x * uniforms.plane + HALO * uniforms.pitch + HALO;
  var sum = vec4f();
  // Values may all be below zero.
  var maximum = vec4f(maps[first]);
  for (var pixel = 0u; pixel < uniforms.pixels; pixel++) {
    let value = vec4f(maps[first + (pixel / uniforms.width) * uniforms.pitch + pixel % uniforms.width]);
    sum += value;
    maximum = max(maximum, value);
  }
  let mean = sum / f32(uniforms.pixels);
  // The last plane may have lanes without a channel.
  let lanes = min(4u, uniforms.channels - channel);
  for (var lane = 0u; lane < lanes; lane++) {
    floats[uniforms.output + channel + lane] = mean[lane];
    floats[uniforms.output + uniforms.channels + channel + lane] = maximum[lane];
  }
}
