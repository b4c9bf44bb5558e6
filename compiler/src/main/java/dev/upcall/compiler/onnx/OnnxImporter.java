package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.OperatorSupport;
import dev.upcall.core.onnx.ModelProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads an ONNX model of opset {@value ModelCheck#FIRST_OPSET} to {@value ModelCheck#LAST_OPSET}
 * (default domain). Spatial operators are channels-last in the graph and stand between
 * transpositions, since ONNX is channels-first; the passes take those away. A symbolic batch
 * dimension becomes 1.
 */
public final class OnnxImporter {
  private final OnnxLimits limits;

  private OnnxImporter(OnnxLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException with codes UP20xx for whatever the file has
   *     that is malformed or not supported
   */
  public static Graph read(Path file) {
    OnnxImporter importer = new OnnxImporter(OnnxLimits.standard());
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    return importer.convert(name, new ModelReader(importer.limits, name).read(file), Map.of());
  }

  /** As {@link #read(Path)} for a model in memory; {@code name} stands for the file in messages. */
  public static Graph parse(String name, byte[] bytes, OnnxLimits limits) {
    return parse(name, bytes, limits, Map.of());
  }

  /**
   * As {@link #parse(String, byte[], OnnxLimits)}, with some of the model's inputs fixed.
   *
   * @param fixed elements of inputs that are constants of the graph instead, by name; such as a
   *     shape that must be known when compiling
   */
  public static Graph parse(
      String name, byte[] bytes, OnnxLimits limits, Map<String, ConstantData> fixed) {
    return new OnnxImporter(limits)
        .convert(name, new ModelReader(limits, name).parse(bytes), fixed);
  }

  private Graph convert(String name, ModelProto model, Map<String, ConstantData> fixed) {
    OnnxOps ops = new OnnxOps();
    int opset = new ModelCheck(limits, name, ops).check(model);
    return new GraphImporter(limits, name, opset, ops, model.getGraph()).run(fixed);
  }

  /** The operators that can be imported, in the order of their names. */
  public static List<OperatorSupport> operators() {
    return OnnxOps.support();
  }
}
