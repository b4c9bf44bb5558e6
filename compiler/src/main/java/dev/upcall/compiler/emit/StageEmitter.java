package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.PlanTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

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

  /**
   * @param exits at how many of its outputs the ladder stops, the last included
   */
  Stage emit(String name, CBanner banner, MemoryPlan plan, int exits) {
    List<Layer> layers = Layers.of(plan);
    TreeSet<String> headers = new TreeSet<>();
    layers.forEach(layer -> headers.addAll(layer.headers()));
    if (!plan.segments().isEmpty()) {
      headers.add(RowTables.HEADER);
    }
    return new Stage(
        name,
        header(name, banner, plan, parts(exits)),
        source(name, banner, plan, layers, List.copyOf(headers), parts(exits)),
        List.copyOf(headers));
  }

  /** What a stage's macros begin with. */
  static String macro(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  /** Into how many functions a run is cut: none of its own where a debugger stops it elsewhere. */
  private int parts(int exits) {
    return form == BareForm.STOPPING ? 1 : exits;
  }

  private String header(String name, CBanner banner, MemoryPlan plan, int parts) {
    StagePorts ports = new StagePorts(plan);
    return renderer.render(
        new CStageHeader(
            banner,
            name,
            macro(name),
            plan.peakBytes(),
            ports.inputs(),
            ports.outputs(),
            !new StageStates(plan).isEmpty(),
            parts == 1 ? 0 : parts,
            new RowTables(plan).feed()));
  }

  private String source(
      String name,
      CBanner banner,
      MemoryPlan plan,
      List<Layer> layers,
      List<String> headers,
      int parts) {
    RowTables rows = new RowTables(plan);
    List<String> calls = rows.calls(functions(layers));
    List<String> table = PlanTable.draw(plan).stream().map(CLiteral::comment).toList();
    StringBuilder out =
        new StringBuilder(
            renderer.render(
                new CStageTop(
                    banner,
                    name,
                    headers,
                    table,
                    form == BareForm.LAYERS_APART ? calls : List.of(),
                    plan.fed().isPresent())));
    StageStates states = new StageStates(plan);
    if (!states.isEmpty()) {
      out.append('\n');
      states.declare(out);
    }
    for (Layer layer : layers) {
      out.append('\n');
      print(layer.arrays(), out);
      layer.unpack().ifPresent(unpack -> out.append(unpack.macro()).append('\n'));
      out.append(renderer.render((Record) layer.c()));
      layer.unpack().ifPresent(unpack -> out.append('\n').append(renderer.render(unpack)));
    }
    for (CRows segment : rows.tables(functions(layers))) {
      out.append('\n').append(renderer.render(segment));
    }
    StagePorts ports = new StagePorts(plan);
    List<String> functions = new ArrayList<>(calls);
    if (!states.isEmpty()) {
      out.append('\n').append(renderer.render(states.keep()));
      out.append('\n').append(renderer.render(states.reset()));
      functions.add(StageStates.KEEP);
    }
    Record end =
        rows.feed()
            .<Record>map(
                feed -> new CStageFed(name, feed, ports.outputs(), functions, !states.isEmpty()))
            .orElseGet(
                () ->
                    new CStageRun(
                        name,
                        ports.inputs(),
                        ports.outputs(),
                        functions,
                        parts == 1 ? List.of() : parts(plan, rows, functions, parts),
                        form == BareForm.STOPPING,
                        !states.isEmpty()));
    out.append('\n');
    print(ports.constants(), out);
    return out.append(renderer.render(end)).toString();
  }

  /** The functions up to each exit, from the one before it on. */
  private static List<CStageRun.Part> parts(
      MemoryPlan plan, RowTables rows, List<String> functions, int count) {
    List<CStageRun.Part> parts = new ArrayList<>();
    int from = 0;
    for (int end : ExitOrder.ends(plan.program().model().graph(), count)) {
      int to = parts.size() == count - 1 ? functions.size() : rows.callsBefore(end);
      parts.add(new CStageRun.Part(functions.subList(from, to)));
      from = to;
    }
    return parts;
  }

  private static List<String> functions(List<Layer> layers) {
    return layers.stream().map(Layer::function).toList();
  }

  private static void print(List<CArray> arrays, StringBuilder out) {
    for (CArray array : arrays) {
      array.print(out);
      out.append('\n');
    }
  }
}
