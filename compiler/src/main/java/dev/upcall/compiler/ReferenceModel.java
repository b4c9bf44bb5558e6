package dev.upcall.compiler;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.reference.Elements;
import dev.upcall.compiler.reference.Reference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network of one input, run by the reference on real numbers. Each run is its first. */
final class ReferenceModel extends LoadedModel {
  private final ExecutableGraph model;

  /**
   * @param names of its outputs
   */
  ReferenceModel(String title, Path file, ExecutableGraph model, List<String> names) {
    super(title, file, names);
    this.model = model;
  }

  @Override
  public Map<String, float[]> run(float[] input, int rows, long[] dims) {
    List<byte[]> outputs = Reference.of(model).outputs(Elements.of(input, input().type()));
    Map<String, float[]> results = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      results.put(
          names().get(i), Elements.reals(outputs.get(i), model.graph().outputs().get(i).type()));
    }
    return results;
  }

  @Override
  Value input() {
    return model.graph().inputs().get(0);
  }
}
