package dev.upcall.compiler;

import dev.upcall.compiler.floats.FloatKernels;
import dev.upcall.compiler.ir.OperatorSupport;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.tflite.TfliteImporter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What the compiler can do, as its own tables have it.
 *
 * @param onnx operators of ONNX that can be imported
 * @param tflite operators of TFLite that can be imported
 * @param graph operators of the graph they become
 */
public record Operators(
    List<OperatorSupport> onnx, List<OperatorSupport> tflite, List<GraphOperator> graph) {
  public Operators {
    onnx = List.copyOf(onnx);
    tflite = List.copyOf(tflite);
    graph = List.copyOf(graph);
  }

  /**
   * An operator of the graph, and what computes it.
   *
   * @param floats the float reference in Java
   * @param integers the integer reference in Java
   * @param c an int8 kernel in C
   */
  public record GraphOperator(String name, boolean floats, boolean integers, boolean c) {}

  public static Operators read() {
    return new Operators(OnnxImporter.operators(), TfliteImporter.operators(), computed());
  }

  private static List<GraphOperator> computed() {
    Set<Class<? extends Op>> floats = new FloatKernels().operators();
    Set<Class<? extends Op>> integers = new Interpreter().operators();
    Set<Class<? extends Op>> c = KernelSelector.integerOperators();
    return Arrays.stream(Op.class.getPermittedSubclasses())
        .map(
            type ->
                new GraphOperator(
                    type.getSimpleName(),
                    floats.contains(type),
                    integers.contains(type),
                    c.contains(type)))
        .sorted(Comparator.comparing(GraphOperator::name))
        .toList();
  }
}
