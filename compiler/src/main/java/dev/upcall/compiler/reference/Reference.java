package dev.upcall.compiler.reference;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a network of one input gives, in whatever numbers it computes. Keeps its states from run to
 * run; for one thread.
 */
public final class Reference {
  private final Function<byte[], List<byte[]>> run;

  private Reference(Function<byte[], List<byte[]>> run) {
    this.run = run;
  }

  public static Reference of(ExecutableGraph model) {
    List<Value> results = model.graph().outputs();
    Value in = model.graph().inputs().get(0);
    if (model instanceof QuantGraph quantized) {
      Interpreter.Session session = new Interpreter().session(quantized);
      return new Reference(
          input -> {
            Map<Integer, byte[]> activations = session.run(List.of(input));
            return results.stream().map(output -> activations.get(output.id())).toList();
          });
    }
    FloatInterpreter interpreter = new FloatInterpreter(model.graph());
    return new Reference(
        input -> {
          Tensor tensor = Tensor.of(ConstantData.ofRaw(in.type().dtype(), input));
          return interpreter.runTensors(List.of(tensor), (value, elements) -> {}).stream()
              .map(output -> output.toConstant().toBytes())
              .toList();
        });
  }

  /**
   * Runs it once.
   *
   * @param input elements of its input as they lie in a device's memory
   * @return those of its first output, likewise
   */
  public byte[] run(byte[] input) {
    return outputs(input).get(0);
  }

  /** As {@link #run}, all outputs. */
  public List<byte[]> outputs(byte[] input) {
    return run.apply(input);
  }
}
