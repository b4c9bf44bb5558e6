package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reshape;

/** Operators that give the same elements other axes: those of their output in the file. */
final class Views {
  private Views() {}

  static void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    node.result(output -> new Reshape(input, output, node.source()));
  }
}
