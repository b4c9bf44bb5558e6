package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.PlanTable;
import java.util.List;
import java.util.Locale;

/** Prints one network as a C file and its header. */
final class StageEmitter {
  private final Renderer renderer;
  private final BareForm form;

  StageEmitter(Renderer renderer, BareForm form) {
    this.renderer = renderer;
    this.form = form;
  }

  /**
   * @param name prefix of its functions and name of its files
   * @param headers of the kernels it calls, in alphabetical order
   */
  record Stage(String name, String header, String source, List<String> headers) {}

  Stage emit(String name, CBanner banner, MemoryPlan plan) {
    List<Layer> layers = new Layers(plan).make();
    List<String> headers = layers.stream().map(Layer::header).distinct().sorted().toList();
    return new Stage(
        name, header(name, banner, plan), source(name, banner, plan, layers, headers), headers);
  }

  private String header(String name, CBanner banner, MemoryPlan plan) {
    Value input = input(plan);
    Value output = output(plan);
    return renderer.render(
        new CStageHeader(
            banner,
            name,
            name.toUpperCase(Locale.ROOT),
            plan.peakBytes(),
            input.type().bytes(),
            output.type().bytes(),
            input.shape().toString(),
            output.shape().toString()));
  }

  private String source(
      String name, CBanner banner, MemoryPlan plan, List<Layer> layers, List<String> headers) {
    List<String> table = PlanTable.draw(plan).stream().map(CLiteral::comment).toList();
    StringBuilder out =
        new StringBuilder(
            renderer.render(
                new CStageTop(
                    banner,
                    name,
                    headers,
                    table,
                    form == BareForm.LAYERS_APART ? functions(layers) : List.of())));
    for (Layer layer : layers) {
      out.append('\n');
      for (CArray array : layer.arrays()) {
        array.print(out);
        out.append('\n');
      }
      out.append(renderer.render((Record) layer.c()));
    }
    return out.append('\n')
        .append(
            renderer.render(
                new CStageRun(
                    name,
                    "upcall_arena + " + plan.offset(input(plan)),
                    "upcall_arena + " + plan.offset(output(plan)),
                    functions(layers),
                    form == BareForm.STOPPING)))
        .toString();
  }

  private static List<String> functions(List<Layer> layers) {
    return layers.stream().map(layer -> layer.c().head().function()).toList();
  }

  private static Value input(MemoryPlan plan) {
    Graph graph = plan.program().model().graph();
    return graph.inputs().get(0);
  }

  private static Value output(MemoryPlan plan) {
    Graph graph = plan.program().model().graph();
    return graph.outputs().get(0);
  }
}
