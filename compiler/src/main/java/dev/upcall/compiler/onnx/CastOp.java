package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Cast;
import java.util.Optional;

final class CastOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Cast", 1)
        .anyType()
        .since(6)
        .attributes("to", "saturate")
        .constraints("between float32, 8 to 64 bit integers and booleans");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int number = node.attributes().integer("to", 0);
    Optional<DType> to = ElementTypes.find(number);
    if (to.isEmpty()) {
      throw node.unsupported(
          "a cast to " + ElementTypes.name(number), "one of " + ElementTypes.supported());
    }
    node.result(
        input.type().dtype() == to.get()
            ? input
            : node.add(output -> new Cast(input, to.get(), output, node.source())));
  }
}
