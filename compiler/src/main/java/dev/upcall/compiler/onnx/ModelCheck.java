package dev.upcall.compiler.onnx;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.OperatorSetIdProto;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be said of a model before any node is converted: opset, size, and every operator that is
 * not supported at once, so that a user need not meet them one by one.
 */
final class ModelCheck {
  static final int FIRST_OPSET = 1;
  static final int LAST_OPSET = 21;

  private final OnnxLimits limits;
  private final String name;
  private final OnnxOps ops;

  ModelCheck(OnnxLimits limits, String name, OnnxOps ops) {
    this.limits = limits;
    this.name = name;
    this.ops = ops;
  }

  /** Checks the model and returns its opset. */
  int check(ModelProto model) {
    int opset = opset(model);
    GraphProto graph = model.getGraph();
    if (graph.getNodeCount() > limits.nodes()) {
      throw Diagnostic.of(OnnxCode.TOO_LARGE)
          .at("%s", name)
          .found("%d nodes", graph.getNodeCount())
          .need("at most %d nodes", limits.nodes())
          .fix("a model of this size does not fit a microcontroller; choose a smaller one")
          .toException();
    }
    Diagnostics problems = new Diagnostics();
    Set<String> reported = new TreeSet<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      // Each unknown operator once: a transformer has hundreds of the same kind.
      if (reported.add(node.getDomain() + ":" + node.getOpType())) {
        checkOperator(i, node, opset, problems);
      }
    }
    problems.throwIfAny();
    return opset;
  }

  private void checkOperator(int index, NodeProto node, int opset, Diagnostics problems) {
    String at =
        String.format(
            Locale.ROOT, "%s, node #%d \"%s\" (opset %d)", name, index, node.getName(), opset);
    Optional<OpSpec> spec = ops.find(node).map(OnnxOp::spec);
    if (spec.isEmpty() && !OnnxOps.isStandard(node.getDomain())) {
      problems.add(
          Diagnostic.of(OnnxCode.DOMAIN)
              .at("%s", at)
              .found("%s of domain %s", node.getOpType(), node.getDomain())
              .need("an operator that ./upcall ops lists")
              .fix("export without vendor extensions or contributed operators"));
      return;
    }
    if (spec.isEmpty()) {
      problems.add(
          Diagnostic.of(OnnxCode.UNKNOWN_OPERATOR, node.getOpType())
              .at("%s", at)
              .found("%s", node.getOpType())
              .need("one of the %d operators that ./upcall ops lists", ops.types().size())
              .fix("replace it in the model by supported operators and export again"));
    } else if (opset < spec.get().since() || opset > spec.get().until()) {
      problems.add(
          Diagnostic.of(OnnxCode.OPERATOR_VERSION, node.getOpType(), opset)
              .at("%s", at)
              .found("opset %d", opset)
              .need("opset %d to %d", spec.get().since(), spec.get().until())
              .fix("convert the model with onnx.version_converter"));
    }
  }

  private int opset(ModelProto model) {
    for (OperatorSetIdProto entry : model.getOpsetImportList()) {
      if (OnnxOps.isStandard(entry.getDomain())) {
        if (entry.getVersion() >= FIRST_OPSET && entry.getVersion() <= LAST_OPSET) {
          return (int) entry.getVersion();
        }
        throw badOpset("opset " + entry.getVersion());
      }
    }
    throw badOpset("no opset of the default domain");
  }

  private RuntimeException badOpset(String found) {
    return Diagnostic.of(OnnxCode.OPSET)
        .at("%s", name)
        .found("%s", found)
        .need("opset %d to %d", FIRST_OPSET, LAST_OPSET)
        .fix("export with opset_version=17, or convert with onnx.version_converter")
        .toException();
  }
}
