package dev.upcall.compiler.reference;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a network of one input gives, in whatever numbers it computes. Keeps its states from run to
 * run; for one thread.
 */
public final class Reference {
  private final UnaryOperator<byte[]> run;

  private Reference(UnaryOperator<byte[]> run) {
    this.run = run;
  }

  public static Reference of(ExecutableGraph model) {
    if (model instanceof QuantGraph quantized) {
      return new Reference(new Interpreter().session(quantized)::output);
    }
    DType dtype = model.graph().inputs().get(0).type().dtype();
    FloatInterpreter interpreter = new FloatInterpreter(model.graph());
    return new Reference(
        input -> {
          Tensor tensor = Tensor.of(ConstantData.ofRaw(dtype, input));
          List<Tensor> outputs = interpreter.runTensors(List.of(tensor), (value, elements) -> {});
          return outputs.get(0).toConstant().toBytes();
        });
  }

  /**
   * Runs it once.
   *
   * @param input elements of its input as they lie in a device's memory
   * @return those of its first output, likewise
   */
  public byte[] run(byte[] input) {
    return run.apply(input);
  }
}
