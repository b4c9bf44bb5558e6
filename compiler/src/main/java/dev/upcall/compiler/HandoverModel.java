package dev.upcall.compiler;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Elements;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.model.TakeOver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The host's part of a network by the integer reference. */
final class HandoverModel extends LoadedModel implements TakeOver {
  private final Handover handover;
  private final int check;
  private final Interpreter interpreter = new Interpreter();

  /** The rest behind each boundary, the input's included. */
  private final Map<Integer, QuantGraph> rests = new TreeMap<>();

  /**
   * @param names of the results
   */
  HandoverModel(String title, Path file, Handover handover, List<String> names) {
    super(title, file, names);
    this.handover = handover;
    this.check = handover.check();
    rests.put(0, handover.host(0));
    handover.boundaries().forEach(boundary -> rests.put(boundary, handover.host(boundary)));
  }

  @Override
  public OptionalInt bytes(int boundary) {
    return handover.boundaries().contains(boundary)
        ? OptionalInt.of(handover.bytes(boundary))
        : OptionalInt.empty();
  }

  @Override
  public boolean isOurs(byte[] map) {
    return ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN).getInt() == check;
  }

  @Override
  public Map<String, float[]> run(float[] input, int rows, long[] dims) {
    return results(rests.get(0), List.of(Elements.of(input, input().type())));
  }

  @Override
  public Map<String, float[]> goOn(int boundary, byte[] map) {
    QuantGraph rest = rests.get(boundary);
    ByteBuffer left = ByteBuffer.wrap(map).position(Handover.CHECK_BYTES);
    List<byte[]> tensors = new ArrayList<>();
    for (Value value : rest.graph().inputs()) {
      byte[] elements = new byte[value.type().bytes()];
      left.get(elements);
      tensors.add(elements);
    }
    return results(rest, tensors);
  }

  private Map<String, float[]> results(QuantGraph rest, List<byte[]> inputs) {
    Map<Integer, byte[]> activations = interpreter.runAll(rest, inputs);
    Map<String, float[]> results = new LinkedHashMap<>();
    for (Value result : rest.graph().outputs()) {
      results.put(
          names().get(results.size()), Elements.reals(activations.get(result.id()), result.type()));
    }
    return results;
  }

  @Override
  Value input() {
    return rests.get(0).graph().inputs().get(0);
  }
}
