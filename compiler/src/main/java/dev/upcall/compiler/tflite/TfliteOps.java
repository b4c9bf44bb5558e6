package dev.upcall.compiler.tflite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every TFLite operator that can be imported. A new one is a class of its own and a line here. */
final class TfliteOps {
  private final Map<Integer, TfliteOp> byCode = new TreeMap<>();

  TfliteOps() {
    for (TfliteOp op :
        List.of(
            new AddOp(),
            new AveragePool2DOp(),
            new Conv2DOp(),
            new DepthwiseConv2DOp(),
            new DequantizeOp(),
            new ExpandDimsOp(),
            new FullyConnectedOp(),
            new MaxPool2DOp(),
            new MeanOp(),
            new PadOp(),
            new QuantizeOp(),
            new ReshapeOp(),
            new SoftmaxOp(),
            new SqueezeOp())) {
      byCode.put(op.spec().code(), op);
    }
  }

  Optional<TfliteOp> find(int code) {
    return Optional.ofNullable(byCode.get(code));
  }

  /** Names of the operators, as the schema writes them. */
  List<String> names() {
    return byCode.keySet().stream().map(BuiltinNames::of).toList();
  }
}
