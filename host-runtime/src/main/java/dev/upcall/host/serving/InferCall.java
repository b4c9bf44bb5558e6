package dev.upcall.host.serving;

import java.util.List;

/**
 * A request.
 *
 * @param outputs names of what is asked for
 * @param binary whether tensors go as bytes both ways
 * @param maxBytes of an answer, with all that a server may say around it
 */
record InferCall(Tensor input, List<String> outputs, boolean binary, int maxBytes) {
  InferCall {
    outputs = List.copyOf(outputs);
  }
}
