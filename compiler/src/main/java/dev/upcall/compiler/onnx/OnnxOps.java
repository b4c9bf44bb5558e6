package dev.upcall.compiler.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every ONNX operator that can be imported. A new one is a class of its own and a line here. */
final class OnnxOps {
  private final Map<String, OnnxOp> byType = new LinkedHashMap<>();

  OnnxOps() {
    for (OnnxOp op :
        List.of(
            new AddOp(),
            new AveragePoolOp(),
            new BatchNormalizationOp(),
            new ClipOp(),
            new ConstantOp(),
            new ConvOp(),
            new DropoutOp(),
            new FlattenOp(),
            new GemmOp(),
            new GlobalAveragePoolOp(),
            new IdentityOp(),
            new MatMulOp(),
            new MaxPoolOp(),
            new PadOp(),
            new ReduceMeanOp(),
            new ReluOp(),
            new ReshapeOp(),
            new SoftmaxOp(),
            new SqueezeOp(),
            new TransposeOp(),
            new UnsqueezeOp())) {
      byType.put(op.spec().type(), op);
    }
  }

  Optional<OnnxOp> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** Names of the operators, as files write them. */
  Set<String> types() {
    return byType.keySet();
  }
}
