package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.AxisRuns;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operators that work on rows, the elements along the last axis. */
final class FloatRows {
  private FloatRows() {}

  static Layer fullyConnected(FullyConnected op, LayerDraft draft) {
    int channels = op.weights().shape().dim(0);
    List<String> fields =
        new ArrayList<>(
            List.of(
                ".rows = " + op.output().shape().size() / channels,
                ".depth = " + op.weights().shape().dim(1),
                ".channels = " + channels));
    fields.addAll(FloatFilters.fields(op, 1, draft));
    return draft.call("upcall_fully_connected_f32", fields, op.input());
  }

  static Layer topK(TopK op, LayerDraft draft) {
    int depth = op.input().shape().dim(-1);
    List<String> fields =
        List.of(
            ".rows = " + op.output().shape().size() / op.k(),
            ".depth = " + depth,
            ".k = " + op.k(),
            ".largest = " + (op.largest() ? 1 : 0));
    return draft.call(
        op.indices() ? "upcall_top_k_index_f32" : "upcall_top_k_f32",
        "upcall_top_k_f32",
        fields,
        op.input());
  }

  static Layer recurrent(Recurrent op, LayerDraft draft) {
    Shape in = op.input().shape();
    List<String> fields =
        List.of(
            ".cell = UPCALL_" + op.cell().name(),
            ".steps = " + in.dim(0),
            ".batch = " + in.dim(1),
            ".width = " + in.dim(2),
            ".size = " + op.recurrence().shape().dim(1),
            ".gates = " + op.cell().gates(),
            ".reverse = " + (op.reverse() ? 1 : 0),
            ".cell_clip = " + CLiteral.of(op.cellClip()),
            ".cell_is_result = " + (op.result() == Recurrent.Result.CELL ? 1 : 0),
            ".weights = " + draft.address(op.weights()),
            ".recurrence = " + draft.address(op.recurrence()),
            ".bias = " + draft.address(op.bias()),
            ".recurrence_bias = " + draft.address(op.recurrenceBias()),
            ".hidden = " + draft.address(op.initialHidden()),
            ".cell_state = " + draft.address(op.initialCell()),
            ".peephole = " + draft.address(op.peephole()),
            ".scratch = " + draft.scratch());
    return draft.call("upcall_recurrent_f32", fields, op.input());
  }

  static Layer l2Normalization(L2Normalization op, LayerDraft draft) {
    int depth = op.input().shape().dim(-1);
    List<String> fields =
        List.of(
            ".rows = " + op.input().shape().size() / Math.max(1, depth),
            ".depth = " + depth,
            ".epsilon = " + CLiteral.of(op.epsilon()));
    return draft.call("upcall_l2_normalization_f32", fields, op.input());
  }

  static Layer softmax(Softmax op, LayerDraft draft) {
    return draft.call("upcall_softmax_f32", rows(op.input(), op.beta()), op.input());
  }

  static Layer logSoftmax(LogSoftmax op, LayerDraft draft) {
    return draft.call(
        "upcall_log_softmax_f32", "upcall_softmax_f32", rows(op.input(), 1), op.input());
  }

  private static List<String> rows(Value input, float beta) {
    int depth = input.shape().dim(-1);
    return List.of(
        ".rows = " + input.shape().size() / Math.max(1, depth),
        ".depth = " + depth,
        ".beta = " + CLiteral.of(beta));
  }

  static Layer standardize(Standardize op, LayerDraft draft) {
    AxisRuns runs = AxisRuns.of(op.input().shape(), op.axes());
    return draft.call(
        "upcall_standardize_f32",
        List.of(
            axes("groups", runs.kept()),
            axes("elements", runs.reduced()),
            ".epsilon = " + CLiteral.of(op.epsilon())),
        op.input());
  }

  /** Three axes, of one element where there are fewer runs. */
  private static String axes(String name, List<AxisRuns.Run> runs) {
    List<Integer> sizes = new ArrayList<>(List.of(1, 1, 1));
    List<Integer> steps = new ArrayList<>(List.of(0, 0, 0));
    for (int i = 0; i < runs.size(); i++) {
      sizes.set(i, runs.get(i).size());
      steps.set(i, runs.get(i).step());
    }
    return String.format(
        Locale.ROOT,
        ".%s = {.size = {%d, %d, %d}, .step = {%d, %d, %d}}",
        name,
        sizes.get(0),
        sizes.get(1),
        sizes.get(2),
        steps.get(0),
        steps.get(1),
        steps.get(2));
  }
}
