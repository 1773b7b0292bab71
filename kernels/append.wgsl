// import prelude.wgsl
// Appends joined vectors to a history, in place of its oldest ones:
//
//   h[(steps - first) mod count] = [x, ...]
//
// Threads. x: a number of the joined vectors.

struct Uniforms {
  inputs: Joined,
  /** Numbers of the joined vectors. */
  length: u32,
  /** Places of the history. */
  count: u32,
  /** The number of the frame that appends first. */
  first: u32,
  history: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.length) { return; }
  let place = (replay.steps - uniforms.first) % uniforms.count;
  floats[uniforms.history + place * uniforms.length + id.x] = floats[place_of(uniforms.inputs, id.x, 1u)];
}
