package dev.upcall.compiler.ir;

import dev.upcall.compiler.ir.op.Op;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints a graph as text, one operator a line; the golden format of the pass tests.
 *
 * <pre>
 * graph small
 *   input %0 : f32[1,8,8,1]  ; "input"
 *   const @conv1.weight : f32[8,3,3,1]
 *   %7 = conv2d(%5, @conv4.w, @conv4.b) stride=1 act=relu : i8[1,25,5,64] q(0.0472,-3)  ; onnx#17 "conv4/Conv"
 *   output %7  ; "logits"
 *   ops: 1 conv2d
 * </pre>
 */
public final class GraphPrinter {
  private GraphPrinter() {}

  public static String print(Graph graph) {
    StringBuilder out = new StringBuilder("graph ").append(graph.name()).append('\n');
    for (Value input : graph.inputs()) {
      out.append("  input %" + input.id() + " : " + type(input.type()) + note(input.name()));
    }
    for (State state : graph.states()) {
      Value value = state.value();
      out.append("  state %" + value.id() + " : " + type(value.type()) + note(value.name()));
    }
    for (Op op : graph.ops()) {
      for (Value operand : op.inputs()) {
        if (graph.isConstant(operand)) {
          out.append("  const @" + operand.name() + " : " + type(operand.type()) + "\n");
        }
      }
      out.append("  ").append(line(graph, op)).append('\n');
    }
    for (Value output : graph.outputs()) {
      out.append("  output " + reference(graph, output) + note(output.name()));
    }
    for (State state : graph.states()) {
      out.append("  next %" + state.value().id() + " = " + reference(graph, state.next()) + "\n");
    }
    return out.append("  ops: ").append(counts(graph)).append('\n').toString();
  }

  /** One operator's line, without end of line. */
  public static String line(Graph graph, Op op) {
    String operands =
        op.inputs().stream().map(v -> reference(graph, v)).collect(Collectors.joining(", "));
    String attributes = op.attributes().isEmpty() ? "" : " " + op.attributes();
    return String.format(
        Locale.ROOT,
        "%%%d = %s(%s)%s : %s  ; %s",
        op.output().id(),
        op.mnemonic(),
        operands,
        attributes,
        type(op.output().type()),
        origin(op.source()));
  }

  /** How many operators of which kind, by name: {@code 2 conv2d, 1 fully_connected}. */
  public static String counts(Graph graph) {
    Map<String, Long> counts =
        graph.ops().stream()
            .collect(Collectors.groupingBy(Op::mnemonic, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String reference(Graph graph, Value value) {
    return graph.isConstant(value) ? "@" + value.name() : "%" + value.id();
  }

  private static String type(TensorType type) {
    String text = type.dtype().irName() + type.shape();
    List<QParams> quantization = type.quantization();
    if (quantization.size() == 1) {
      QParams q = quantization.get(0);
      return text + String.format(Locale.ROOT, " q(%.4g,%d)", q.scale(), q.zeroPoint());
    }
    return quantization.isEmpty() ? text : text + " q(" + quantization.size() + " channels)";
  }

  private static String origin(SourceRef source) {
    String format = source.file().substring(source.file().lastIndexOf('.') + 1);
    return (source.node() < 0 ? "" : format + "#" + source.node() + " ")
        + '"'
        + source.name()
        + '"';
  }

  private static String note(String name) {
    return "  ; \"" + name + "\"\n";
  }
}
