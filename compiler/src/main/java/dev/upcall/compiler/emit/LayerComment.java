package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says above a layer's C where it comes from. */
final class LayerComment {
  private LayerComment() {}

  /** Lines that are safe in a comment. */
  static List<String> of(int index, Op op, Graph graph) {
    List<String> lines = new ArrayList<>();
    lines.add("Layer " + index + ": " + op.mnemonic() + " " + op.attributes());
    lines.add("from    " + op.source());
    int constantBytes = 0;
    for (Value operand : op.inputs()) {
      if (graph.isConstant(operand)) {
        constantBytes += operand.type().bytes();
      } else {
        lines.add("in      " + describe(operand));
      }
    }
    lines.add("out     " + describe(op.output()));
    if (constantBytes > 0) {
      lines.add("weights " + constantBytes + " bytes, " + Macs.of(op) + " MACs");
    }
    return lines.stream().map(String::strip).map(CLiteral::comment).toList();
  }

  private static String describe(Value value) {
    if (!value.type().isQuantized()) {
      return "%" + value.id() + " " + value.type().dtype().irName() + value.shape();
    }
    QParams qparams = value.type().qparams();
    return String.format(
        Locale.ROOT,
        "%%%d %s scale %.6g zero point %d",
        value.id(),
        value.shape(),
        qparams.scale(),
        qparams.zeroPoint());
  }
}
