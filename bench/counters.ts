/** What a device was asked for. */
export interface Counts {
  dispatches: number;
  submits: number;
  /** Buffers and bind groups created. */
  objects: number;
  /** Bytes of those buffers. */
  bytes: number;
}

/** Counts on a device; call the result to take what was counted since the last time. */
export function countOn(device: GPUDevice): () => Counts {
  let counts = none();
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  queue.submit = (buffers) => {
    counts.submits += 1;
    submit(buffers);
  };
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    counts.objects += 1;
    counts.bytes += descriptor.size;
    return createBuffer(descriptor);
  };
  const createBindGroup = device.createBindGroup.bind(device);
  device.createBindGroup = (descriptor) => {
    counts.objects += 1;
    return createBindGroup(descriptor);
  };
  const createCommandEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder(descriptor);
    const beginComputePass = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (passDescriptor) => {
      const pass = beginComputePass(passDescriptor);
      const dispatch = pass.dispatchWorkgroups.bind(pass);
      pass.dispatchWorkgroups = (x, y, z) => {
        counts.dispatches += 1;
        dispatch(x, y, z);
      };
      return pass;
    };
    return encoder;
  };
  return () => {
    const taken = counts;
    counts = none();
    return taken;
  };
}

function none(): Counts {
  return { dispatches: 0, submits: 0, objects: 0, bytes: 0 };
}
