package dev.upcall.compiler;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.reference.Elements;
import dev.upcall.compiler.reference.Reference;
import dev.upcall.core.model.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network of one input, run by the reference on real numbers. Each run is its first. */
final class ReferenceModel implements Model {
  private final String title;
  private final Path file;
  private final ExecutableGraph model;
  private final List<String> names;

  /**
   * @param names of its outputs
   */
  ReferenceModel(String title, Path file, ExecutableGraph model, List<String> names) {
    this.title = title;
    this.file = file;
    this.model = model;
    this.names = List.copyOf(names);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public long[] inputShape() {
    return input().shape().dims().stream().mapToLong(Integer::longValue).toArray();
  }

  /** TFLite's images never are. */
  @Override
  public boolean isChannelsFirst() {
    return false;
  }

  @Override
  public Set<String> outputNames() {
    return new LinkedHashSet<>(names);
  }

  @Override
  public Map<String, float[]> run(float[] input, int rows, long[] dims) {
    List<byte[]> outputs = Reference.of(model).outputs(Elements.of(input, input().type()));
    Map<String, float[]> results = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      results.put(
          names.get(i), Elements.reals(outputs.get(i), model.graph().outputs().get(i).type()));
    }
    return results;
  }

  @Override
  public void close() {
    // Nothing but memory is held.
  }

  private Value input() {
    return model.graph().inputs().get(0);
  }
}
