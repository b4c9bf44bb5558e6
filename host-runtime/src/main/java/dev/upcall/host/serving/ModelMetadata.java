package dev.upcall.host.serving;

import java.util.List;

/**
 * What a server says of a model.
 *
 * @param binary whether tensors may be sent as bytes (extension {@code binary_tensor_data})
 */
record ModelMetadata(List<TensorInfo> inputs, List<TensorInfo> outputs, boolean binary) {
  ModelMetadata {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
